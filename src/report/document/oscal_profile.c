/*
 * oscal_profile.c - what applies, as an OSCAL profile of our catalog: the requirements of
 * the program, and with a zone those that its target levels select.
 */
#include "report/oscal/oscal.h"
#include "report/selection.h"

static void print_program(struct json *j, const struct page *page)
{
    for (ARRAY_EACH(const struct requirement_figure, f, &page->a->maturity.requirements))
        if (f->state != REQUIREMENT_not_applicable)
            json_text(j, NULL, oscal_control(f->requirement->id, page->text));
}

static void print_zone(struct json *j, const struct page *page)
{
    const struct zone *zone = program_zone(page->program, page->in->subject);
    const struct table *system = catalogue_table(page->in->catalogue, TEXT("3-3"));
    const struct table *component = catalogue_table(page->in->catalogue, TEXT("4-2"));

    for (ARRAY_EACH(const struct table_row, row, &system->rows))
        if (system_requirement_applies(system, row, zone))
            json_text(j, NULL, oscal_control(table_value(system, row, "id"), page->text));
    for (ARRAY_EACH(const struct table_row, row, &component->rows))
        if (component_requirement_applies(component, row, zone))
            json_text(j, NULL, oscal_control(table_value(component, row, "id"), page->text));
}

static bool anything_applies(const struct page *page)
{
    const struct element_figure *all = &page->a->maturity.overall;

    return all->applicable > 0 || page->in->subject.length > 0;
}

static void print_json(struct json *j, const struct page *page)
{
    oscal_begin(j, page, "profile", "What applies");
    json_array(j, "imports");
    json_object(j, NULL);
    json_string(j, "href", "oscal-catalog.json");
    json_array(j, "include-controls");
    json_object(j, NULL);
    if (anything_applies(page)) {
        json_array(j, "with-ids");
        print_program(j, page);
        if (page->in->subject.length)
            print_zone(j, page);
        json_array_end(j);
    }
    json_object_end(j);
    json_array_end(j);
    json_object_end(j);
    json_array_end(j);
    json_object(j, "merge");
    json_bool(j, "as-is", true);
    json_object_end(j);
    oscal_end(j);
}

const struct document oscal_profile_document = {
    .name = "oscal-profile",
    .title = "OSCAL profile",
    .about = "What the program selects from the catalog, and with a zone what its target levels "
             "select.",
    .subject = SUBJECT_zone,
    .json = print_json,
};
