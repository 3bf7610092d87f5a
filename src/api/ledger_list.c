/*
 * ledger_list.c - which rows of a ledger a query asks for, in which order.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "api/inventory.h"
#include "api/ledger.h"
#include "api/order.h"
#include "api/page.h"
#include "assess/standing.h"
#include "exchange/xlsx_write.h"
#include "model/ledger_listing.h"

struct list_query {
    struct page page;
    struct text q, sort;
};
static const struct input_field query_fields[] = {
    INPUT_TEXT(struct list_query, q, "q", 0, 200),
    INPUT_TEXT(struct list_query, sort, "sort", 0, 64),
    PAGE_FIELDS(struct list_query),
};
static const struct shape query_shape = SHAPE(struct list_query, query_fields);

/* A field that must have a value: "state=open". */
struct wish {
    const struct ledger_field *field;
    struct text value;
};

struct listing_work {
    const struct request *request;
    const struct ledger *ledger;
    const struct list_query *query;
    struct wish wishes[PAIRS_MOST];
    size_t wish_count;
    bool workbook; /* instead of JSON or CSV */
    struct search search;
    struct arena *into;
};

/* What is no field of the ledger goes to the query's own table, which refuses the unknown. */
static int read_query(struct listing_work *w, struct request *r, struct problem *why)
{
    struct target own = { 0 };

    for (size_t i = 0; i < r->target.pair_count; i++) {
        const struct pair *pair = &r->target.pairs[i];
        const struct ledger_field *f = ledger_field(w->ledger, pair->name);
        if (f)
            w->wishes[w->wish_count++] = (struct wish){ f, pair->value };
        else if (text_is(pair->name, "format") && text_is(pair->value, "xlsx"))
            w->workbook = true;
        else
            own.pairs[own.pair_count++] = *pair;
    }
    w->query = input_query(&own, &query_shape, &r->arena, why);
    if (!w->query)
        return why->code;
    w->search = search_for(text_of(search_text(w->query->q, &r->arena)), &r->arena);
    return 0;
}

/* Any address of the asset will do. */
static bool is_asset(const struct listing_work *w, struct text wanted, struct text given)
{
    const struct inventory *all = &w->request->view->inventory;
    const struct inventory_row *row = inventory_find(all, wanted);
    struct address address;

    return address_parse(given, &address) && row && inventory_at(all, &address) == row;
}

static bool fits(const struct listing_work *w, const struct wish *wish, const void *row)
{
    struct text cell = ledger_cell(wish->field, row, w->into);

    if (text_is(wish->value, "-"))
        return cell.length == 0;
    if (wish->value.length == 0 || text_equal(cell, wish->value))
        return true;
    if (wish->field->kind == LEDGER_list)
        return list_has(cell, wish->value);
    return wish->field->kind == LEDGER_address && is_asset(w, wish->value, cell);
}

static bool is_found(const struct listing_work *w, const void *row)
{
    struct buffer all = BUFFER_KEPT;

    if (w->search.count == 0)
        return true;
    for (size_t i = 0; i < w->ledger->field_count; i++) {
        buffer_text(&all, ledger_cell(&w->ledger->fields[i], row, w->into));
        buffer_char(&all, ' ');
    }
    bool found = search_finds(&w->search, search_text(buffer_view(&all), w->into));
    buffer_free(&all);
    return found;
}

static bool is_wanted(const struct listing_work *w, const void *row)
{
    for (size_t i = 0; i < w->wish_count; i++)
        if (!fits(w, &w->wishes[i], row))
            return false;
    return is_found(w, row);
}

/* ---- order ---- */

struct sorted_row {
    const struct ledger_field *field;
    struct text cell;
    uint32_t row;
    bool descending;
};

static int compare_cells(const void *left, const void *right)
{
    const struct sorted_row *a = left, *b = right;
    int order = text_compare_numbered(a->cell, b->cell);

    if (order == 0)
        return (a->row > b->row) - (a->row < b->row);
    return a->descending ? -order : order;
}

static int sort_rows(const struct listing_work *w, struct selection *s, struct problem *why)
{
    struct text name = w->query->sort;
    bool descending = text_starts(name, "-");
    struct sorted_row *sorted = arena_array(w->into, struct sorted_row, s->count);

    if (name.length == 0)
        return 0;
    if (descending)
        name = (struct text){ name.at + 1, name.length - 1 };
    const struct ledger_field *f = ledger_field(w->ledger, name);
    if (!f)
        return problem_set(why, -EBADMSG, "query: key \"sort\": \"%.*s\" is no field of %s",
                           SHOWN(name), w->ledger->name);
    for (size_t i = 0; i < s->count; i++) {
        const void *row = ledger_row(w->ledger, &w->request->view->plant.program, s->rows[i]);
        sorted[i] = (struct sorted_row){ f, ledger_cell(f, row, w->into), s->rows[i], descending };
    }
    if (s->count)
        qsort(sorted, s->count, sizeof *sorted, compare_cells);
    for (size_t i = 0; i < s->count; i++)
        s->rows[i] = sorted[i].row;
    return 0;
}

/* ---- answers ---- */

static int list_as_csv(struct request *r, const struct listing_work *w, const struct selection *s,
                       struct span span)
{
    const struct ledger *l = w->ledger;
    struct listing t;

    ledger_listing_init(&t, l, false);
    for (size_t i = span.from; i < span.to; i++)
        ledger_listing_row(&t, l, false, ledger_row(l, &r->view->plant.program, s->rows[i]),
                           &r->arena);
    return reply_listing(&r->reply, &t);
}

static int list_as_workbook(struct request *r, const struct listing_work *w,
                            const struct selection *s, struct problem *why)
{
    const struct xlsx_rows rows = { w->ledger, s->rows, s->count };

    r->reply.type = XLSX_TYPE;
    r->reply.download =
        text_format(&r->arena, "attachment; filename=\"%s.xlsx\"", w->ledger->name).at;
    return xlsx_write(&r->view->plant.program, &rows, &r->reply.body, why);
}

static int answer(struct request *r, const struct listing_work *w, const struct selection *s)
{
    const struct plant *plant = &r->view->plant;
    struct span span = page_span(&w->query->page, s->count);

    if (w->query->page.csv)
        return list_as_csv(r, w, s, span);
    struct json j = reply_json(&r->reply);
    json_object(&j, NULL);
    page_print(&w->query->page, s->count, &j);
    json_array(&j, "rows");
    for (size_t i = span.from; i < span.to; i++)
        json_ledger_row(&j, NULL, w->ledger, ledger_row(w->ledger, &plant->program, s->rows[i]),
                        r->view);
    json_array_end(&j);
    json_object_end(&j);
    return 0;
}

int ledger_list(struct request *r, const struct ledger *l, struct problem *why)
{
    struct listing_work w = { .request = r, .ledger = l, .into = &r->arena };
    const struct program *p = &r->view->plant.program;
    size_t count = ledger_rows(l, p).count;
    struct selection s = selection_of(count, &r->arena);
    int rc = read_query(&w, r, why);

    if (rc < 0)
        return rc;
    for (size_t i = 0; i < count; i++)
        if (is_wanted(&w, ledger_row(l, p, i)))
            s.rows[s.count++] = (uint32_t)i;
    rc = sort_rows(&w, &s, why);
    if (rc == 0 && w.workbook)
        return list_as_workbook(r, &w, &s, why);
    return rc < 0 ? rc : answer(r, &w, &s);
}
