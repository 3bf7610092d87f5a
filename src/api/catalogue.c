/*
 * catalogue.c - the reference tables inside the program.
 */
#include <errno.h>

#include "api/live.h"
#include "api/order.h"
#include "api/page.h"
#include "api/route.h"
#include "api/rows.h"
#include "base/csv.h"

struct table_query {
    struct page page;
    struct text q;
};
static const struct input_field query_fields[] = {
    INPUT_TEXT(struct table_query, q, "q", 0, 200),
    PAGE_FIELDS(struct table_query),
};
const struct shape table_query = SHAPE(struct table_query, query_fields);

/* Where its identifiers come from, and under which licence our wording is. */
static struct text note_of(const struct table *t, struct arena *into)
{
    return text_format(into, "%.*s. Licence: %.*s.", SHOWN(t->source), SHOWN(t->licence));
}

static void print_table(struct json *j, const char *key, const struct table *t, struct arena *into)
{
    json_object(j, key);
    json_text(j, "id", t->id);
    json_text(j, "title", t->title);
    json_text(j, "edition", t->edition);
    json_text(j, "note", note_of(t, into));
    json_array(j, "columns");
    for (ARRAY_EACH(const struct column, c, &t->columns))
        json_text(j, NULL, c->name);
    json_array_end(j);
    json_unsigned(j, "total", t->rows.count);
    json_object_end(j);
}

int catalogue_list(struct request *r, struct problem *why)
{
    const struct catalogue *c = live_catalogue(r->live);
    struct json j = reply_json(&r->reply);
    (void)why;

    json_object(&j, NULL);
    json_unsigned(&j, "total", c->tables.count);
    json_array(&j, "rows");
    for (ARRAY_EACH(const struct table, t, &c->tables))
        print_table(&j, NULL, t, &r->arena);
    json_array_end(&j);
    json_object_end(&j);
    return 0;
}

static bool row_fits(const struct table *t, const struct table_row *row, const struct search *words,
                     struct arena *scratch)
{
    struct buffer all = BUFFER_KEPT;

    if (words->count == 0)
        return true;
    for (size_t i = 0; i < t->columns.count; i++) {
        buffer_text(&all, row->fields[i]);
        buffer_char(&all, '\n');
    }
    bool found = search_finds(words, search_text(buffer_view(&all), scratch));
    buffer_free(&all);
    return found;
}

static struct selection select_rows(struct request *r, const struct table *t)
{
    const struct table_query *q = r->input;
    const struct search words = search_for(q->q, &r->arena);
    struct selection s = selection_of(t->rows.count, &r->arena);

    for (size_t i = 0; i < t->rows.count; i++)
        if (row_fits(t, &t->rows.items[i], &words, &r->arena))
            s.rows[s.count++] = (uint32_t)i;
    return s;
}

static int table_as_csv(struct request *r, const struct table *t, const struct selection *s,
                        struct span span)
{
    struct buffer *out = reply_csv(&r->reply);

    for (size_t i = 0; i < t->columns.count; i++)
        csv_field(out, t->columns.items[i].name, i == 0);
    csv_end_row(out);
    for (size_t row = span.from; row < span.to; row++) {
        for (size_t i = 0; i < t->columns.count; i++)
            csv_field(out, t->rows.items[s->rows[row]].fields[i], i == 0);
        csv_end_row(out);
    }
    return 0;
}

int catalogue_table_get(struct request *r, struct problem *why)
{
    const struct table_query *q = r->input;
    const struct table *t = catalogue_table(live_catalogue(r->live), r->path[0]);

    if (!t)
        return problem_set(why, -ENOENT, "there is no table \"%.*s\"", SHOWN(r->path[0]));
    struct selection s = select_rows(r, t);
    struct span span = page_span(&q->page, s.count);
    if (q->page.csv)
        return table_as_csv(r, t, &s, span);
    struct json j = reply_json(&r->reply);
    json_object(&j, NULL);
    print_table(&j, "table", t, &r->arena);
    page_print(&q->page, s.count, &j);
    json_array(&j, "rows");
    for (size_t i = span.from; i < span.to; i++)
        json_text_list(&j, NULL, t->rows.items[s.rows[i]].fields, t->columns.count);
    json_array_end(&j);
    json_object_end(&j);
    return 0;
}
