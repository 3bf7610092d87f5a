#include "api/facet.h"

#include <stdlib.h>

static int compare_values(const void *left, const void *right)
{
    return text_compare(*(const struct text *)left, *(const struct text *)right);
}

static int compare_rows(const void *left, const void *right)
{
    const struct facet_row *a = left, *b = right;
    int order = (a->count < b->count) - (a->count > b->count);

    return order ? order : text_compare(a->value, b->value);
}

void facet_count(struct facet *f, struct text *values, size_t count)
{
    if (count)
        qsort(values, count, sizeof *values, compare_values);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || !text_equal(values[i], values[i - 1]))
            *array_add(&f->rows) =
                (struct facet_row){ values[i].length ? values[i] : TEXT("-"), 0 };
        f->rows.items[f->rows.count - 1].count++;
    }
    if (f->rows.count)
        qsort(f->rows.items, f->rows.count, sizeof *f->rows.items, compare_rows);
}

void facet_finish(struct facet *f)
{
    array_free(&f->rows);
}

void facet_print(const struct facet *f, struct json *j, const char *key)
{
    json_array(j, key);
    for (ARRAY_EACH(const struct facet_row, row, &f->rows)) {
        json_object(j, NULL);
        json_text(j, "value", row->value);
        json_unsigned(j, "count", row->count);
        json_object_end(j);
    }
    json_array_end(j);
}

bool facet_fits(struct text filter, struct text value)
{
    if (filter.length == 0)
        return true;
    return text_is(filter, "-") ? value.length == 0 : text_equal(filter, value);
}
