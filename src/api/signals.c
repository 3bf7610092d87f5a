/*
 * signals.c - every check over the plant, and the rows that it found.
 */
#include <errno.h>
#include <stdlib.h>

#include "api/page.h"
#include "api/route.h"
#include "api/rows.h"

static const char *effect_name(enum signal_effect effect)
{
    return effect == SIGNAL_supports ? "supports" : "contradicts";
}

static const char *const state_names[] = {
    [SIGNAL_no_data] = "no_data", [SIGNAL_clear] = "clear", [SIGNAL_found] = "found"
};

/* A contradicting signal rules its level out: what stays is the one below. */
static uint8_t level_of(const struct signal *s)
{
    return s->effect == SIGNAL_contradicts && s->level > 0 ? s->level - 1 : s->level;
}

void json_signal(struct json *j, const char *key, const struct signal_result *result)
{
    const struct signal *s = result->signal;

    json_object(j, key);
    json_string(j, "id", s->id);
    json_string(j, "title", s->title);
    json_string(j, "effect", effect_name(s->effect));
    json_string(j, "state", state_names[result->state]);
    json_level(j, "level", level_of(s));
    json_unsigned(j, "count", result->found);
    json_text(j, "sentence", result->sentence);
    json_array(j, "requirements");
    for (size_t i = 0; i < SIGNAL_REQUIREMENTS_MOST && s->requirements[i].id; i++)
        json_string(j, NULL, s->requirements[i].id);
    json_array_end(j);
    json_moment(j, "first", result->first);
    json_moment(j, "last", result->last);
    json_object_end(j);
}

static bool is_contradiction(const struct signal_result *r)
{
    return r->signal->effect == SIGNAL_contradicts && r->state == SIGNAL_found;
}

/* What was found and contradicts comes first; each group in order of id, as they are. */
static const struct signal_result **in_order(const struct signals *all, struct arena *into)
{
    const struct signal_result **sorted =
        arena_array(into, const struct signal_result *, all->results.count);
    size_t count = 0;

    for (int pass = 0; pass < 2; pass++)
        for (ARRAY_EACH(const struct signal_result, r, &all->results))
            if (is_contradiction(r) == (pass == 0))
                sorted[count++] = r;
    return sorted;
}

static struct text requirement_words(const struct signal *s, struct arena *into)
{
    struct text first = text_of(s->requirements[0].id);
    struct text second = text_of(s->requirements[1].id);

    if (second.length == 0)
        return first;
    return text_format(into, "%s; %s", first.at, second.at);
}

static int list_as_csv(struct request *r, const struct signal_result *const *rows, size_t count)
{
    static const char *const columns[] = { "id",    "title", "effect",   "state",
                                           "level", "count", "sentence", "requirements",
                                           "first", "last",  NULL };
    struct listing t;

    listing_init(&t, "bulkhead-signals/1", columns);
    for (size_t i = 0; i < count; i++) {
        const struct signal *s = rows[i]->signal;
        listing_string(&t, s->id);
        listing_string(&t, s->title);
        listing_string(&t, effect_name(s->effect));
        listing_string(&t, state_names[rows[i]->state]);
        listing_unsigned(&t, level_of(s));
        listing_unsigned(&t, rows[i]->found);
        listing_text(&t, rows[i]->sentence);
        listing_text(&t, requirement_words(s, &r->arena));
        listing_moment(&t, rows[i]->first);
        listing_moment(&t, rows[i]->last);
    }
    return reply_listing(&r->reply, &t);
}

int signals_list(struct request *r, struct problem *why)
{
    const struct format_query *q = r->input;
    const struct signals *all = &r->view->assessment.signals;
    const struct signal_result **rows = in_order(all, &r->arena);
    (void)why;

    if (q->page.csv)
        return list_as_csv(r, rows, all->results.count);
    struct json j = reply_json(&r->reply);
    json_object(&j, NULL);
    json_unsigned(&j, "total", all->results.count);
    json_array(&j, "rows");
    for (size_t i = 0; i < all->results.count; i++)
        json_signal(&j, NULL, rows[i]);
    json_array_end(&j);
    json_object_end(&j);
    return 0;
}

/* ---- one of them ---- */

struct signal_query {
    struct page page;
};
static const struct input_field query_fields[] = { PAGE_FIELDS(struct signal_query) };
const struct shape signal_query = SHAPE(struct signal_query, query_fields);

static void print_asset(struct json *j, const struct plant_view *v, const struct address *address,
                        struct arena *into)
{
    const struct inventory_row *row = inventory_at(&v->inventory, address);

    if (row)
        json_reference(j, "asset", row->id, plant_view_name(row, into));
}

static void print_references(struct json *j, const struct plant_view *v,
                             const struct signal_row *row, struct arena *into)
{
    const struct traffic *traffic = &v->assessment.traffic;

    json_array(j, "references");
    print_asset(j, v, &row->about, into);
    print_asset(j, v, &row->other, into);
    if (row->dialogue != DIALOGUE_NONE) {
        const struct dialogue *d = &traffic->dialogues.items[row->dialogue];
        json_reference(j, "conversation", dialogue_id(d, into), dialogue_service(d, into));
    }
    if (row->frame)
        json_capture_reference(j, &v->plant.observed, row->capture, row->frame);
    json_array_end(j);
}

static void print_why(struct json *j, const struct signal *s, struct arena *into)
{
    struct text why = text_of(s->looks_at);

    for (size_t i = 0; i < SIGNAL_REQUIREMENTS_MOST && s->requirements[i].id; i++)
        why = text_format(into, "%.*s %s: %s", SHOWN(why), s->requirements[i].id,
                          s->requirements[i].why);
    json_text(j, "why", why);
}

static int rows_as_csv(struct request *r, const struct signal_result *result, struct span span)
{
    static const char *const columns[] = { "sentence", "conversation", "capture", "frame",
                                           "first",    "last",         NULL };
    const struct plant_view *v = r->view;
    struct listing t;

    listing_init(&t, "bulkhead-signal/1", columns);
    for (size_t i = span.from; i < span.to; i++) {
        const struct signal_row *row = &result->rows.items[i];
        const struct talk *talk = talks_of_dialogue(&v->talks, row->dialogue);
        listing_text(&t, row->sentence);
        listing_text(&t, talk ? talk->id : TEXT(""));
        listing_text(&t,
                     row->frame ? v->plant.observed.captures.items[row->capture].path : TEXT(""));
        listing_unsigned(&t, row->frame);
        listing_moment(&t, row->first);
        listing_moment(&t, row->last);
    }
    return reply_listing(&r->reply, &t);
}

static void print_row(struct json *j, const struct plant_view *v, const struct signal_row *row,
                      struct arena *into)
{
    json_object(j, NULL);
    json_text(j, "sentence", row->sentence);
    print_references(j, v, row, into);
    json_moment(j, "first", row->first);
    json_moment(j, "last", row->last);
    json_object_end(j);
}

int signal_get(struct request *r, struct problem *why)
{
    const struct signal_query *q = r->input;
    const struct signal_result *result = signals_find(&r->view->assessment.signals, r->path[0]);

    if (!result)
        return problem_set(why, -ENOENT, "there is no signal \"%.*s\"", SHOWN(r->path[0]));
    struct span span = page_span(&q->page, result->rows.count);
    if (q->page.csv)
        return rows_as_csv(r, result, span);
    struct json j = reply_json(&r->reply);
    json_object(&j, NULL);
    json_signal(&j, "signal", result);
    print_why(&j, result->signal, &r->arena);
    page_print(&q->page, result->rows.count, &j);
    json_array(&j, "rows");
    for (size_t i = span.from; i < span.to; i++)
        print_row(&j, r->view, &result->rows.items[i], &r->arena);
    json_array_end(&j);
    json_object_end(&j);
    return 0;
}
