/*
 * record.h - a struct as a row of a table.
 *
 * A relation lists which member goes to which column; the C type of the member
 * decides how it is written, so the two cannot disagree.  Inserting, replacing,
 * deleting and reading follow from the list.
 *
 * Ownership: text that is read is copied into the arena.
 * Errors: a cell that does not read back as its type names the table and column.
 */
#pragma once

#include <stddef.h>

#include "base/moment.h"
#include "model/address.h"
#include "store/db.h"
#include "store/words.h"

struct column_type {
    void (*bind)(struct statement *s, const void *member, const struct words *words);
    bool (*take)(struct statement *s, void *member, const struct words *words, struct arena *into);
};

extern const struct column_type type_text, type_bool, type_u8, type_u16, type_u32, type_u64,
    type_moment, type_address, type_prefix, type_word;

struct record_column {
    const char *name;
    const struct column_type *type;
    size_t at; /* of the member in its struct */
    const struct words *words;
};

/* clang-format off */
#define COLUMN(row, member, column)                                                                \
    { .name = (column), .at = offsetof(row, member),                                               \
      .type = _Generic(((row *)0)->member,                                                         \
          struct text: &type_text, bool: &type_bool, uint8_t: &type_u8, uint16_t: &type_u16,       \
          uint32_t: &type_u32, uint64_t: &type_u64, moment_us: &type_moment,                       \
          struct address: &type_address, struct prefix: &type_prefix) }

/* An enumeration, which the compiler must have given the size of an int. */
#define WORD(row, member, column, of)                                                              \
    { .name = (column), .type = &type_word, .words = &(of),                                        \
      .at = offsetof(row, member) +                                                                \
            0 * sizeof(char[sizeof(((row *)0)->member) == sizeof(int) ? 1 : -1]) }
/* clang-format on */

struct relation {
    const char *table;
    const struct record_column *columns;
    size_t count;
    size_t keys;       /* so many columns, from the first, name a row */
    const char *order; /* of reading: columns as in ORDER BY */
    size_t size;       /* of the struct */
};

/* The caller adds .table, and .keys and .order where there are any. */
#define RELATION(list, row, ...)                                                                   \
    {                                                                                              \
        .columns = (list), .count = COUNT_OF(list), .size = sizeof(row), __VA_ARGS__,              \
    }

MUST_USE int record_insert(struct db *db, const struct relation *r, const void *row,
                           struct problem *why);
/* Inserts, or replaces the row with the same key. */
MUST_USE int record_put(struct db *db, const struct relation *r, const void *row,
                        struct problem *why);
/* The row with the same key: 1 when it was there, 0 when not. */
MUST_USE int record_remove(struct db *db, const struct relation *r, const void *row,
                           struct problem *why);
/* All rows whose first column is the same. */
MUST_USE int record_remove_of(struct db *db, const struct relation *r, const void *row,
                              struct problem *why);
MUST_USE int record_clear(struct db *db, const struct relation *r, struct problem *why);

struct record_reader {
    struct db *db;
    const struct relation *relation;
    struct statement *statement;
    struct arena *into;
};

struct record_reader record_read(struct db *db, const struct relation *r, struct arena *into);
/* 1: row is filled; 0: the end; negative: why. */
MUST_USE int record_next(struct record_reader *reader, void *row, struct problem *why);
/* The row with the key that `row` holds, filled: 1, or 0 when there is none. */
MUST_USE int record_find(struct db *db, const struct relation *r, void *row, struct arena *into,
                         struct problem *why);
