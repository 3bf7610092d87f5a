/*
 * plan.c - the roadmap: open actions by phase, and why there.
 */
#include "assess/roadmap.h"

#include "api/page.h"
#include "api/route.h"
#include "api/rows.h"

static int print_csv(struct request *r, const struct roadmap *map)
{
    static const char *const columns[] = { "phase", "proposed",       "action", "title",
                                           "owner", "cost",           "outage", "outage_hours",
                                           "due",   "overdue",        "after",  "closes",
                                           "why",   "comes_too_late", NULL };
    struct listing t;

    listing_init(&t, "bulkhead-plan/1", columns);
    for (ARRAY_EACH(const struct roadmap_step, s, &map->steps)) {
        listing_string(&t, roadmap_phase_name(s->phase));
        listing_bool(&t, s->proposed);
        listing_text(&t, s->action->id);
        listing_text(&t, s->action->title);
        listing_text(&t, s->action->owner);
        listing_unsigned(&t, s->action->cost);
        listing_text(&t, s->action->outage);
        listing_unsigned(&t, s->action->outage_hours);
        listing_date(&t, s->action->due);
        listing_bool(&t, s->overdue);
        listing_text(&t, s->action->depends);
        listing_text(&t, s->action->requirements);
        listing_text(&t, s->why);
        listing_text(&t, s->late);
    }
    return reply_listing(&r->reply, &t);
}

static void print_step(struct json *j, const struct roadmap_step *s)
{
    json_object(j, NULL);
    json_text(j, "action", s->action->id);
    json_text(j, "title", s->action->title);
    json_text(j, "owner", s->action->owner);
    json_unsigned(j, "cost", s->action->cost);
    json_text(j, "outage", s->action->outage);
    json_unsigned(j, "outage_hours", s->action->outage_hours);
    json_date(j, "due", s->action->due);
    json_bool(j, "overdue", s->overdue);
    json_bool(j, "proposed", s->proposed);
    json_list(j, "after", s->action->depends);
    json_list(j, "closes", s->action->requirements);
    json_text(j, "why", s->why);
    json_text(j, "late", s->late);
    json_object_end(j);
}

static void print_phase(struct json *j, const struct roadmap *map, enum roadmap_phase phase)
{
    json_object(j, NULL);
    json_string(j, "phase", roadmap_phase_name(phase));
    json_unsigned(j, "cost", map->cost[phase]);
    json_unsigned(j, "outage_hours", map->outage_hours[phase]);
    json_array(j, "steps");
    for (ARRAY_EACH(const struct roadmap_step, s, &map->steps))
        if (s->phase == phase)
            print_step(j, s);
    json_array_end(j);
    json_object_end(j);
}

static int print_json(struct request *r, const struct roadmap *map)
{
    struct json j = reply_json(&r->reply);

    json_object(&j, NULL);
    json_array(&j, "phases");
    for (int phase = 0; phase < PHASE_COUNT; phase++)
        print_phase(&j, map, (enum roadmap_phase)phase);
    json_array_end(&j);
    json_object_end(&j);
    return 0;
}

int plan_get(struct request *r, struct problem *why)
{
    const struct format_query *q = r->input;
    struct roadmap map;
    (void)why;

    roadmap_make(&map, &r->view->plant, &r->arena);
    int rc = q->page.csv ? print_csv(r, &map) : print_json(r, &map);
    roadmap_finish(&map);
    return rc;
}
