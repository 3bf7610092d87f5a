/*
 * subject.c - what documents may be about: zones, program elements, actions.
 */
#include "assess/roadmap.h"
#include "report/document.h"

static const char *const names[SUBJECT_COUNT] = {
    [SUBJECT_plant] = "plant",
    [SUBJECT_zone] = "zone",
    [SUBJECT_element] = "program element",
    [SUBJECT_action] = "open action",
};

const char *subject_name(enum subject subject)
{
    return names[subject];
}

static void add(struct subjects *all, struct text id, struct text title)
{
    *array_add(&all->rows) = (struct subject_row){ id, title };
}

static void add_zones(struct subjects *all, const struct assessment *a)
{
    for (ARRAY_EACH(const struct zone, z, &a->plant->program.zones))
        if (!z->business)
            add(all, z->id, z->name);
}

static void add_elements(struct subjects *all, const struct assessment *a)
{
    for (ARRAY_EACH(const struct element_figure, e, &a->maturity.elements))
        add(all, e->id, e->title);
}

static void add_actions(struct subjects *all, const struct assessment *a)
{
    for (ARRAY_EACH(const struct action, action, &a->plant->program.actions))
        if (action_is_open(action))
            add(all, action->id, action->title);
}

void subjects_list(struct subjects *all, enum subject subject, const struct assessment *a)
{
    static void (*const lists[SUBJECT_COUNT])(struct subjects *, const struct assessment *) = {
        [SUBJECT_zone] = add_zones,
        [SUBJECT_element] = add_elements,
        [SUBJECT_action] = add_actions,
    };

    *all = (struct subjects){ 0 };
    if (lists[subject])
        lists[subject](all, a);
}

void subjects_finish(struct subjects *all)
{
    array_free(&all->rows);
}
