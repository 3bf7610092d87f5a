/*
 * input.h - what people and programs send, as tables: which keys there are, of
 * which type, within which bounds, and into which member of a struct each goes.
 *
 * One table reads a JSON body (every key required, none besides) and a query
 * (every key optional, none besides).  Whatever does not fit is refused whole,
 * with one sentence that names the key and the rule.
 *
 * Ownership: text and lists live in the arena.
 * Errors: -EBADMSG for what is no JSON and for queries; -EINVAL for a body that
 * is JSON and breaks the table.
 * Source: RFC 8259.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "api/request.h"
#include "base/moment.h"

struct cJSON;
struct input;
struct input_field;

typedef int input_take(const struct input *in, const struct input_field *f, void *member);

struct input_field {
    const char *name;
    input_take *take;
    size_t at;           /* of the member in its struct */
    size_t size;         /* of the member; of one entry for lists */
    int64_t least, most; /* of a number; characters of text; entries of a list */
    bool (*parse)(struct text value, void *member); /* for what is written as text */
    const char *rule;                               /* "must be an address" */
    const struct input_field *entry;                /* of a list */
    const struct shape *shape;                      /* of an object */
};

struct shape {
    const struct input_field *fields;
    size_t count;
    size_t size;          /* of the struct */
    const void *defaults; /* of the struct, where a query leaves keys out; NULL: zeroes */
};

#define SHAPE(row, table)                                                                          \
    {                                                                                              \
        .fields = (table), .count = COUNT_OF(table), .size = sizeof(row)                           \
    }

#define INPUT_AT(row, member) .at = offsetof(row, member), .size = sizeof(((row *)0)->member)

/* Rows of a table; `key` is the name on the wire. */
#define INPUT_TEXT(row, member, key, shortest, longest)                                            \
    {                                                                                              \
        .name = (key), .take = input_text, .least = (shortest), .most = (longest),                 \
        INPUT_AT(row, member)                                                                      \
    }
#define INPUT_NUMBER(row, member, key, smallest, largest)                                          \
    {                                                                                              \
        .name = (key), .take = input_number, .least = (smallest), .most = (largest),               \
        INPUT_AT(row, member)                                                                      \
    }
#define INPUT_TRUTH(row, member, key)                                                              \
    {                                                                                              \
        .name = (key), .take = input_truth, INPUT_AT(row, member)                                  \
    }
#define INPUT_DATE(row, member, key)                                                               \
    {                                                                                              \
        .name = (key), .take = input_date, INPUT_AT(row, member)                                   \
    }
#define INPUT_DATE_OR_NULL(row, member, key)                                                       \
    {                                                                                              \
        .name = (key), .take = input_date_or_null, INPUT_AT(row, member)                           \
    }
/* Text that `parses` understands: bool parses(struct text, void *member). */
#define INPUT_PARSED(row, member, key, parses, sentence)                                           \
    {                                                                                              \
        .name = (key), .take = input_parsed, .parse = (parses), .rule = (sentence),                \
        INPUT_AT(row, member)                                                                      \
    }
/* An ARRAY; `item` is the row of one entry. */
#define INPUT_LIST(row, member, key, item, longest)                                                \
    {                                                                                              \
        .name = (key), .take = input_list, .entry = &(item), .most = (longest),                    \
        .at = offsetof(row, member), .size = sizeof *((row *)0)->member.items                      \
    }
/* A C array, all of it. */
#define INPUT_ROW_OF(row, member, key, item)                                                       \
    {                                                                                              \
        .name = (key), .take = input_row_of, .entry = &(item),                                     \
        .most = COUNT_OF(((row *)0)->member), .at = offsetof(row, member),                         \
        .size = sizeof *((row *)0)->member                                                         \
    }
/* Words, each at most once, as bits. */
#define INPUT_MASK(row, member, key, parses, sentence)                                             \
    {                                                                                              \
        .name = (key), .take = input_mask, .parse = (parses), .rule = (sentence),                  \
        INPUT_AT(row, member)                                                                      \
    }
#define INPUT_OBJECT(of)                                                                           \
    {                                                                                              \
        .take = input_object, .shape = &(of), .size = 0                                            \
    }

input_take input_text, input_number, input_truth, input_date, input_date_or_null, input_parsed,
    input_list, input_row_of, input_mask, input_object;

extern const struct shape nothing;   /* no keys at all */
extern const struct shape free_form; /* the handler reads the query or the body itself */

/* For those handlers: one JSON value, which the caller deletes; NULL and why. */
struct cJSON *input_parse(struct text body, struct problem *why);

/* A zeroed or default struct of the shape, filled; NULL and why. */
void *input_body(struct text body, const struct shape *shape, struct arena *into,
                 struct problem *why);
void *input_query(const struct target *target, const struct shape *shape, struct arena *into,
                  struct problem *why);
