/*
 * seal.h - what holds the rows of a table: how many there are, and two sums
 * over them, which the trail holds in its turn.
 *
 * A row's sum is a BLAKE2b-512 over its table and the columns that are not
 * empty; sums are added modulo 2^512, so that a row costs the same in a table of
 * ten rows and of a million, and the order of rows says nothing.  The second sum
 * multiplies each row by a weight made of its key: a single row that was added
 * or changed by somebody else is the one whose weight joins the two differences,
 * as in a code that locates one error.  A table has SEAL_PARTS of them, by the
 * weight, so that several such rows are told apart as well.
 *
 * Empty columns do not count: a column that a migration adds, empty, leaves the
 * sums as they were.
 * Source: Bellare and Micciancio, A new paradigm for collision-free hashing:
 * incrementality at reduced cost (AdHash); RFC 7693 (BLAKE2).
 */
#pragma once

#include "store/db.h"

enum { SEAL_PARTS = 256, SEAL_WHOLE = -1, SUM_LIMBS = 16, SUM_TEXT = SUM_LIMBS * 8 + 1 };

struct row_sum {
    uint32_t limbs[SUM_LIMBS]; /* the lowest first */
};

struct row_mark {
    struct row_sum sum;
    uint32_t weight; /* never 0 */
};

struct seal {
    int64_t rows;
    struct row_sum plain, weighted;
};

void row_mark(const struct db_table *table, const struct db_value *values, struct buffer *scratch,
              struct row_mark *mark);
/* Of a row whose key alone is known, as row_name wrote it. */
uint32_t weight_of_name(struct text name);
static inline unsigned part_of(uint32_t weight)
{
    return weight % SEAL_PARTS;
}

/* "cell-a" or "AS-001/NET 1.1": the key, with '/' and '%' in it percent-encoded. */
struct text row_name(const struct db_table *table, const struct db_value *values,
                     struct arena *into);

void seal_add(struct seal *s, const struct row_mark *row);
void seal_take(struct seal *s, const struct row_mark *row);
void seal_join(struct seal *s, const struct seal *other);
/* s - other */
struct seal seal_difference(const struct seal *s, const struct seal *other);
bool seal_is_nothing(const struct seal *s);
/* Does one row with this weight make the difference? */
bool seal_is_one_row(const struct seal *difference, uint32_t weight);
bool sum_equal(const struct row_sum *a, const struct row_sum *b);

/* As kept in the table "seal"; what is not there is nothing. */
MUST_USE int seal_read(struct db *db, const char *table, int part, struct seal *s,
                       struct problem *why);
/* All parts of a table at once, and the whole. */
MUST_USE int seal_read_all(struct db *db, const char *table, struct seal parts[SEAL_PARTS],
                           struct seal *whole, struct problem *why);
MUST_USE int seal_write(struct db *db, const char *table, int part, const struct seal *s,
                        struct problem *why);
