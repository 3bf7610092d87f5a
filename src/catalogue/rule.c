#include "catalogue/rule.h"

#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool skip_some(struct text *t, bool (*belongs)(char))
{
    size_t n = 0;

    while (n < t->length && belongs(t->at[n]))
        n++;
    *t = (struct text){ t->at + n, t->length - n };
    return n > 0;
}

static bool skip_one(struct text *t, char wanted)
{
    if (!t->length || t->at[0] != wanted)
        return false;
    *t = (struct text){ t->at + 1, t->length - 1 };
    return true;
}

static bool has_form(struct text value, struct text form)
{
    for (size_t i = 0; i < form.length; i++) {
        char c = form.at[i];
        if (c == '*')
            return value.length > 0;
        if (!(c == '#'   ? skip_some(&value, is_digit)
              : c == '@' ? skip_some(&value, is_capital)
                         : skip_one(&value, c)))
            return false;
    }
    return value.length == 0;
}

/* Does one of the alternatives between bars fit? */
static bool any_of(struct text value, struct text alternatives,
                   bool (*fits)(struct text, struct text))
{
    size_t bars = 0;

    for (size_t i = 0; i < alternatives.length; i++)
        bars += alternatives.at[i] == '|';
    for (size_t i = 0; i <= bars; i++)
        if (fits(value, text_cut(&alternatives, '|')))
            return true;
    return false;
}

static bool any_holds(struct cell *cell)
{
    (void)cell;
    return true;
}

static bool text_holds(struct cell *cell)
{
    return cell->value.length > 0 && text_trim(cell->value).length == cell->value.length;
}

static bool form_holds(struct cell *cell)
{
    return any_of(cell->value, cell->column->argument, has_form);
}

static bool oneof_holds(struct cell *cell)
{
    return any_of(cell->value, cell->column->argument, text_equal);
}

/* Every entry between semicolons, at least one; the first that does not hold stays in value. */
static bool every(struct cell *cell, bool (*holds)(struct cell *))
{
    struct text rest = cell->value;

    do {
        cell->value = text_cut(&rest, ';');
        if (!holds(cell))
            return false;
    } while (rest.length);
    return true;
}

static bool each_holds(struct cell *cell)
{
    return every(cell, oneof_holds);
}

static bool number_holds(struct cell *cell)
{
    struct text high = cell->column->argument, low = text_cut(&high, '-');
    uint64_t least, most, value;

    return text_unsigned(low, UINT32_MAX, &least) && text_unsigned(high, UINT32_MAX, &most) &&
           text_unsigned(cell->value, most, &value) && value >= least;
}

static bool level_holds(struct cell *cell)
{
    return text_is(cell->value, "0") || text_is(cell->value, "1");
}

/* "NET 1" of "NET 1.4", "SP.01" of "SP.01.02 BR". */
static struct text group_of(struct text id)
{
    size_t length = id.length;

    while (length > 0 && id.at[length - 1] != '.')
        length--;
    return (struct text){ id.at, length ? length - 1 : 0 };
}

static bool heads_holds(struct cell *cell)
{
    size_t id = 0;

    while (!text_equal(cell->table->columns.items[id].name, cell->column->argument))
        if (++id == cell->table->columns.count)
            return false;
    struct text group = group_of(cell->row->fields[id]);
    return group.length && cell->value.length > group.length + 1 &&
           memcmp(cell->value.at, group.at, group.length) == 0 &&
           cell->value.at[group.length] == ' ';
}

static bool resolves(struct cell *cell)
{
    struct text word = cell->column->argument, tables = text_cut(&word, '|');

    while (tables.length) {
        const struct table *t = catalogue_table(cell->all, text_cut(&tables, '+'));
        if (t && table_find(t, cell->value))
            return true;
    }
    return false;
}

static bool refs_holds(struct cell *cell)
{
    struct text word = cell->column->argument;

    text_cut(&word, '|');
    return (word.length && text_equal(cell->value, word)) || every(cell, resolves);
}

static bool resolves_or_is_free(struct cell *cell)
{
    struct text tables = cell->column->argument;

    if (!cell->value.length)
        return false;
    while (tables.length) {
        const struct table *t = catalogue_table(cell->all, text_cut(&tables, '+'));
        if (!t)
            return false;
        if (any_of(cell->value, t->columns.items[t->key.items[0]].argument, has_form))
            return resolves(cell);
    }
    return true;
}

static bool related_holds(struct cell *cell)
{
    return every(cell, resolves_or_is_free);
}

static const struct rule rules[] = {
    { "any", any_holds, "" },
    { "text", text_holds, "is empty or has blanks around it" },
    { "form", form_holds, "does not have the form" },
    { "oneof", oneof_holds, "is none of" },
    { "each", each_holds, "is none of" },
    { "number", number_holds, "is not a whole number in" },
    { "level", level_holds, "is neither 0 nor 1" },
    { "heads", heads_holds, "does not begin with the group of its" },
    { "refs", refs_holds, "is not a row of" },
    { "related", related_holds, "is not a row of" },
};

const struct rule *rule_find(struct text name)
{
    for (size_t i = 0; i < COUNT_OF(rules); i++)
        if (text_is(name, rules[i].name))
            return &rules[i];
    return NULL;
}

bool rule_is_level(const struct rule *rule)
{
    return rule->holds == level_holds;
}
