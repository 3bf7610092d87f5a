/*
 * facet.h - which values a column has, and how often each: most frequent first,
 * equal counts by value.  An empty value is "-", as filters say it.
 */
#pragma once

#include "base/array.h"
#include "base/json.h"
#include "base/text.h"

struct facet {
    ARRAY(struct facet_row {
        struct text value;
        uint64_t count;
    })
    rows;
};

/* `values` is sorted on the way. */
void facet_count(struct facet *f, struct text *values, size_t count);
void facet_finish(struct facet *f);
void facet_print(const struct facet *f, struct json *j, const char *key);

/* Whether a value fits a filter: an empty filter fits all, "-" fits nothing known. */
bool facet_fits(struct text filter, struct text value);
