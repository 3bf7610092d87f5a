/*
 * oscal_assessment_plan.c - what is assessed, as an OSCAL assessment plan: results have to
 * name one.
 */
#include "report/oscal/oscal.h"

static void print_system(struct json *j, const struct page *page)
{
    json_object(j, "back-matter");
    json_array(j, "resources");
    json_object(j, NULL);
    oscal_uuid(j, "uuid", page, "system", TEXT("plant"));
    oscal_text(j, "title", page->program->plant, "The plant", page);
    json_string(j, "description",
                "The plant as its folder describes it; there is no OSCAL system security plan.");
    json_object_end(j);
    json_array_end(j);
    json_object_end(j);
}

static void print_json(struct json *j, const struct page *page)
{
    oscal_begin(j, page, "assessment-plan", "Assessment plan");
    json_object(j, "import-ssp");
    json_text(
        j, "href",
        text_format(page->text, "#%.*s", SHOWN(oscal_uuid_of(page, "system", TEXT("plant")))));
    json_string(j, "remarks", "The resource in the back matter stands for the system.");
    json_object_end(j);
    oscal_reviewed(j, page);
    print_system(j, page);
    oscal_end(j);
}

const struct document oscal_assessment_plan_document = {
    .name = "oscal-assessment-plan",
    .title = "OSCAL assessment plan",
    .about = "What is assessed and as of which day; the assessment results refer to it.",
    .json = print_json,
};
