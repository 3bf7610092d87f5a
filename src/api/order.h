/*
 * order.h - the rows of a snapshot by the values of a column: each order is
 * sorted when it is first asked for, and kept with the snapshot.
 *
 * Rows are numbers; rows that compare equal stay in the order of their numbers,
 * also when descending.
 * Threads: any may ask; one sorts while the others wait.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"

enum { ORDER_COLUMNS_MOST = 16 };

/* A column has numbers or texts; of texts, letter case is no order for people. */
struct order_column {
    const char *name; /* as `sort` says it */
    int64_t (*number)(const void *owner, uint32_t row);
    struct text (*text)(const void *owner, uint32_t row);
};

/* Which order: a column, and whether from the end. */
struct order_choice {
    uint8_t column;
    bool descending;
};

struct orders_made;

struct orders {
    const struct order_column *columns;
    size_t column_count;
    const void *owner;
    size_t rows;
    struct orders_made *made;
};

void orders_init(struct orders *o, const struct order_column *columns, size_t count,
                 const void *owner, size_t rows);
void orders_finish(struct orders *o);

/* Row numbers in this order; lives as long as the orders. */
const uint32_t *orders_get(const struct orders *o, struct order_choice choice);

/* "-name": false when no column is called that. */
bool order_parse(const struct order_column *columns, size_t count, struct text t,
                 struct order_choice *choice);

/* Words of a search, in lower case: all of them must be in the (lower-case) text. */
struct search {
    const char **words;
    size_t count;
};
struct search search_for(struct text words, struct arena *into);
bool search_finds(const struct search *s, const char *text);
const char *search_text(struct text t, struct arena *into); /* in lower case */
