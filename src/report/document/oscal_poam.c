/*
 * oscal_poam.c - open actions and findings as an OSCAL plan of action and milestones.
 */
#include "assess/readiness.h"
#include "assess/roadmap.h"
#include "report/oscal/oscal.h"

static void print_action(struct json *j, const struct roadmap_step *s, const struct page *page)
{
    const struct action *a = s->action;

    json_object(j, NULL);
    oscal_uuid(j, "uuid", page, "action", a->id);
    oscal_text(j, "title", text_format(page->text, "%.*s %.*s", SHOWN(a->id), SHOWN(a->title)), "-",
               page);
    oscal_text(j, "description", s->why, "An open action.", page);
    json_array(j, "props");
    oscal_prop(j, "id", a->id, page);
    oscal_prop(j, "phase", text_of(roadmap_phase_name(s->phase)), page);
    oscal_prop(j, "due", a->due ? text_of(date_words(a->due, page->text)) : TEXT(""), page);
    oscal_prop(j, "owner", a->owner, page);
    oscal_prop(j, "state", a->state, page);
    oscal_prop(j, "requirements", a->requirements, page);
    oscal_prop(j, "finding", a->finding, page);
    oscal_prop(j, "outage", a->outage, page);
    json_array_end(j);
    json_object_end(j);
}

static bool has_action(const struct page *page, struct text finding)
{
    for (ARRAY_EACH(const struct action, a, &page->program->actions))
        if (text_equal(a->finding, finding) && action_is_open(a))
            return true;
    return false;
}

/* A finding that nobody acts on yet is an item of its own. */
static unsigned print_findings(struct json *j, const struct page *page)
{
    unsigned count = 0;

    for (ARRAY_EACH(const struct finding, f, &page->program->findings)) {
        if (!finding_is_open(f) || has_action(page, f->id))
            continue;
        count++;
        json_object(j, NULL);
        oscal_uuid(j, "uuid", page, "finding-row", f->id);
        oscal_text(j, "title", text_format(page->text, "%.*s %.*s", SHOWN(f->id), SHOWN(f->title)),
                   "-", page);
        oscal_text(j, "description", f->objective, "An open finding without an action.", page);
        json_array(j, "props");
        oscal_prop(j, "id", f->id, page);
        oscal_prop(j, "grade", f->grade, page);
        oscal_prop(j, "requirements", f->requirement, page);
        json_array_end(j);
        json_object_end(j);
    }
    return count;
}

/* The list of items may not be empty. */
static void print_nothing(struct json *j, const struct page *page)
{
    json_object(j, NULL);
    oscal_uuid(j, "uuid", page, "nothing", TEXT(""));
    json_string(j, "title", "Nothing is open");
    json_string(j, "description",
                "The plant keeps no open action and no open finding without one.");
    json_object_end(j);
}

static void print_json(struct json *j, const struct page *page)
{
    struct roadmap r;

    roadmap_make(&r, page->plant, page->text);
    oscal_begin(j, page, "plan-of-action-and-milestones", "Plan of action and milestones");
    json_object(j, "system-id");
    oscal_text(j, "id", page->program->plant, "plant", page);
    json_object_end(j);
    oscal_risks(j, page);
    json_array(j, "poam-items");
    for (ARRAY_EACH(const struct roadmap_step, s, &r.steps))
        print_action(j, s, page);
    if (print_findings(j, page) == 0 && r.steps.count == 0)
        print_nothing(j, page);
    json_array_end(j);
    oscal_end(j);
    roadmap_finish(&r);
}

const struct document oscal_poam_document = {
    .name = "oscal-poam",
    .title = "OSCAL plan of action and milestones",
    .about = "Open actions with their phase and due date, and findings that nobody acts on yet.",
    .json = print_json,
};
