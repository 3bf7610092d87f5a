/*
 * yaml_row.h - a mapping read into a struct by a table: one row per key.
 *
 * Every key must be in the table, every required key in the mapping, and every
 * value of its kind; what is not goes to the problems with file, line, thing and
 * rule, and the reading goes on.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "exchange/format.h"
#include "exchange/yaml.h"

struct yaml_reading {
    const char *file;
    struct arena *into;    /* text that is kept */
    struct arena *scratch; /* text for messages */
    struct problems *found;
    const char *thing; /* what is being read: zone "cell-a" */
    bool failed;
};

/* Reads a value into the field; complains and leaves it alone when it does not fit. */
typedef void yaml_value(struct yaml_reading *r, const struct yaml_item *item, void *field);

struct yaml_key {
    const char *name;
    bool required; /* there, and not empty */
    size_t offset;
    yaml_value *read;
};

struct yaml_shape {
    const char *what;    /* "zone" */
    const char *name_by; /* the key whose value names one: "id" */
    const struct yaml_key *keys;
    size_t count;
    /* For what is not among the keys; false: it is not known.  NULL: nothing else is. */
    bool (*other)(struct yaml_reading *r, const struct yaml_item *item, void *row);
};

void yaml_row(struct yaml_reading *r, const struct yaml_shape *shape, const struct yaml_item *map,
              void *row);

/* The same for a row of a ledger: the fields are its keys. */
void yaml_ledger_row(struct yaml_reading *r, const struct ledger *l, const struct yaml_item *map,
                     void *row);

/* One line for the problems: file, line, the thing, and what the rule is. */
void yaml_complain(struct yaml_reading *r, size_t line, const char *format, ...) PRINTF_LIKE(3, 4);

/* Kinds of values; the field's type is given. */
yaml_value yaml_text;      /* struct text */
yaml_value yaml_flag;      /* bool: true or false */
yaml_value yaml_date;      /* moment_us: YYYY-MM-DD */
yaml_value yaml_level;     /* uint8_t: 0..4 */
yaml_value yaml_port;      /* uint16_t */
yaml_value yaml_transport; /* enum transport */
yaml_value yaml_accesses;  /* uint8_t: bit per enum access, from a list of their names */
yaml_value yaml_levels;    /* uint8_t[FR_COUNT], from a list */
yaml_value yaml_prefixes;  /* zone's ARRAY(struct prefix) */
yaml_value yaml_addresses; /* zone's ARRAY(struct address) */
