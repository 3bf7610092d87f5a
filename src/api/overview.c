/*
 * overview.c - the headline figures of the plant.
 */
#include <stdlib.h>

#include "api/overview.h"
#include "api/route.h"
#include "api/rows.h"
#include "assess/renewals.h"
#include "segment/conduit.h"

enum { CONTRADICTING_MOST = 10, EXPIRING_MOST = 100 };

static void print_plant(struct json *j, const struct plant_view *v)
{
    const struct program *p = &v->plant.program;

    json_object(j, "plant");
    json_text(j, "name", p->plant);
    json_text(j, "organisation", p->organisation);
    json_text(j, "site", p->site);
    json_date(j, "as_of", v->plant.today);
    json_bool(j, "clock_observed", p->clock_observed);
    json_unsigned(j, "version", v->version);
    json_object_end(j);
}

struct asset_figures asset_figures(const struct plant_view *v)
{
    struct asset_figures f = { .total = v->inventory.rows.count };

    for (ARRAY_EACH(const struct inventory_row, row, &v->inventory.rows)) {
        f.by_class[inventory_class(row)]++;
        f.unregistered += row->registered == NULL;
        f.registered_unseen += row->asset == NULL;
        f.in_no_zone += row->placement.zone == NULL;
    }
    return f;
}

static void print_assets(struct json *j, const struct plant_view *v)
{
    static const enum asset_class order[] = { ASSET_ot, ASSET_it, ASSET_iot, ASSET_network,
                                              ASSET_unknown };
    const struct asset_figures f = asset_figures(v);

    json_object(j, "assets");
    json_unsigned(j, "total", f.total);
    json_object(j, "by_class");
    for (size_t i = 0; i < COUNT_OF(order); i++)
        json_unsigned(j, asset_class_name(order[i]), f.by_class[order[i]]);
    json_object_end(j);
    json_unsigned(j, "unregistered", f.unregistered);
    json_unsigned(j, "registered_unseen", f.registered_unseen);
    json_unsigned(j, "in_no_zone", f.in_no_zone);
    json_object_end(j);
}

static void print_conversations(struct json *j, const struct plant_view *v)
{
    uint64_t not_allowed = 0, no_zone = 0;

    for (ARRAY_EACH(const struct passage, p, &v->assessment.passages.rows)) {
        not_allowed += p->state == PASSAGE_not_allowed;
        no_zone += p->state == PASSAGE_no_zone;
    }
    json_object(j, "conversations");
    json_unsigned(j, "total", v->talks.rows.count);
    json_unsigned(j, "not_allowed", not_allowed);
    json_unsigned(j, "no_zone", no_zone);
    json_object_end(j);
}

/* Requirements that it keeps below what is claimed. */
static uint32_t held_down(const struct plant_view *v, const struct signal_result *s)
{
    uint32_t count = 0;

    for (ARRAY_EACH(const struct requirement_figure, f, &v->assessment.maturity.requirements))
        count += f->claimed > f->supported && signal_standing(s, f->requirement->id, &v->assessment.proofs) > 0;
    return count;
}

struct ranked {
    const struct signal_result *signal;
    uint32_t held;
};

static int compare_ranked(const void *left, const void *right)
{
    const struct ranked *a = left, *b = right;

    if (a->held != b->held)
        return a->held < b->held ? 1 : -1;
    return a->signal < b->signal ? -1 : a->signal > b->signal; /* in order of id */
}

static void print_contradicting(struct json *j, const struct plant_view *v, struct arena *into)
{
    const struct signals *all = &v->assessment.signals;
    struct ranked *rows = arena_array(into, struct ranked, all->results.count);
    size_t count = 0;

    for (ARRAY_EACH(const struct signal_result, s, &all->results))
        if (s->signal->effect == SIGNAL_contradicts && s->state == SIGNAL_found)
            rows[count++] = (struct ranked){ s, held_down(v, s) };
    if (count)
        qsort(rows, count, sizeof *rows, compare_ranked);
    json_array(j, "contradicting");
    for (size_t i = 0; i < count && i < CONTRADICTING_MOST; i++)
        json_signal(j, NULL, rows[i].signal);
    json_array_end(j);
}

/* ---- what stops counting soon ---- */

static void print_expiring(struct json *j, const struct plant_view *v, struct arena *into)
{
    struct renewals all;

    renewals_make(&all, &v->plant, into);
    json_array(j, "expiring");
    for (size_t i = 0; i < all.rows.count && i < EXPIRING_MOST; i++)
        json_renewal(j, &all.rows.items[i]);
    json_array_end(j);
    json_unsigned(j, "expiring_total", all.rows.count);
    renewals_finish(&all);
}

/* ---- captures ---- */

static int compare_starts(const void *left, const void *right)
{
    const struct capture *a = *(const struct capture *const *)left;
    const struct capture *b = *(const struct capture *const *)right;

    if (a->first != b->first)
        return a->first < b->first ? -1 : 1;
    return a < b ? -1 : a > b;
}

static void print_skips(struct json *j, const struct observed *o, uint32_t capture)
{
    json_array(j, "skips");
    for (ARRAY_EACH(const struct skip, s, &o->skips)) {
        if (s->capture != capture)
            continue;
        json_object(j, NULL);
        json_text(j, "reason", s->reason);
        json_unsigned(j, "count", s->count);
        json_unsigned(j, "first_frame", s->first_frame);
        json_object_end(j);
    }
    json_array_end(j);
}

static void print_listening(struct json *j, const struct listening *live)
{
    enum { SECOND_US = 1000000 };

    json_object(j, "live");
    json_text(j, "interface", live->interface);
    json_moment(j, "from", live->from);
    json_moment(j, "to", live->to);
    json_real(j, "down_seconds", (double)live->down / SECOND_US);
    json_real(j, "gap_seconds", (double)live->gap / SECOND_US);
    json_unsigned(j, "dropped", live->dropped);
    json_unsigned(j, "missed", live->missed);
    json_unsigned(j, "not_kept", live->not_kept);
    json_object_end(j);
}

static void print_capture(struct json *j, const struct observed *o, const struct capture *c)
{
    json_object(j, NULL);
    json_text(j, "path", c->path);
    json_text(j, "digest", c->digest);
    json_unsigned(j, "packets", c->packets);
    json_unsigned(j, "bytes", c->bytes);
    json_moment(j, "first", c->first);
    json_moment(j, "last", c->last);
    json_bool(j, "truncated", c->truncated);
    json_unsigned(j, "malformed", c->malformed);
    json_unsigned(j, "skipped", c->skipped);
    print_skips(j, o, (uint32_t)(c - o->captures.items));
    if (c->live.interface.length)
        print_listening(j, &c->live);
    json_object_end(j);
}

static void print_captures(struct json *j, const struct observed *o, struct arena *into)
{
    const struct capture **rows = arena_array(into, const struct capture *, o->captures.count);

    for (size_t i = 0; i < o->captures.count; i++)
        rows[i] = &o->captures.items[i];
    if (o->captures.count)
        qsort(rows, o->captures.count, sizeof *rows, compare_starts);
    json_array(j, "captures");
    for (size_t i = 0; i < o->captures.count; i++)
        print_capture(j, o, rows[i]);
    json_array_end(j);
}

int overview_get(struct request *r, struct problem *why)
{
    const struct plant_view *v = r->view;
    const struct maturity *m = &v->assessment.maturity;
    struct json j = reply_json(&r->reply);
    (void)why;

    json_object(&j, NULL);
    print_plant(&j, v);
    json_requirement_counts(&j, "requirements", &m->overall);
    json_array(&j, "elements");
    for (ARRAY_EACH(const struct element_figure, e, &m->elements))
        json_element(&j, NULL, e);
    json_array_end(&j);
    print_assets(&j, v);
    print_conversations(&j, v);
    print_contradicting(&j, v, &r->arena);
    print_expiring(&j, v, &r->arena);
    print_captures(&j, &v->plant.observed, &r->arena);
    json_object_end(&j);
    return 0;
}
