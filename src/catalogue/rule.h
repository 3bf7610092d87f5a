/*
 * rule.h - what a cell of a catalogue table must be.  In tables.csv a column is
 * written name:rule or name:rule(argument); the rules:
 *
 *     any              anything
 *     text             not empty, no blanks around it
 *     form(SR #.#|x)   one of the forms; # digits, @ capitals, * any rest; an
 *                      empty form allows an empty cell
 *     oneof(a|b)       one of the words
 *     each(a|b)        words of these, ';' between them
 *     number(1-7)      a whole number in the range
 *     level            0 or 1; the level columns of a row are cumulative
 *     heads(id)        "NET 1 Title" where the column id says "NET 1.4"
 *     refs(3-3+4-2|no) identifiers of rows in these tables, ';' between them, or
 *                      the word behind the bar
 *     related(3-3+2-4) free entries, ';' between them; one in the form of a
 *                      table's key must be a row there
 */
#pragma once

#include <stdbool.h>

#include "catalogue/catalogue.h"

struct cell {
    const struct catalogue *all;
    const struct table *table;
    const struct table_row *row;
    const struct column *column;
    struct text value; /* a rule that fails narrows it to the entry at fault */
};

struct rule {
    const char *name;
    bool (*holds)(struct cell *cell);
    const char *otherwise; /* "is none of", and the argument follows */
};

const struct rule *rule_find(struct text name); /* NULL: none */
bool rule_is_level(const struct rule *rule);
