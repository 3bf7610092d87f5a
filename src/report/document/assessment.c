/*
 * assessment.c - the assessment report: cover, contents, and the sections of
 * assessment/sections.def.
 */
#include "report/assessment/section.h"

#define SECTION(name) extern const struct section name##_section;
#include "report/assessment/sections.def"
#undef SECTION

const struct section *const section_table[] = {
#define SECTION(name) &name##_section,
#include "report/assessment/sections.def"
#undef SECTION
    NULL,
};

static void contents(struct html *h)
{
    html_open_class(h, "nav", "contents");
    html_element(h, "h2", NULL, "Contents");
    html_open(h, "ol");
    for (const struct section *const *s = section_table; *s; s++) {
        html_open(h, "li");
        html_link(h, text_of((*s)->anchor), "%s", (*s)->title);
        html_close(h, "li");
    }
    html_close(h, "ol");
    html_close(h, "nav");
}

static void write_html(struct html *h, const struct page *page)
{
    unsigned number = 0;

    cover_html(h, page);
    contents(h);
    html_open(h, "main");
    for (const struct section *const *s = section_table; *s; s++) {
        html_open(h, "section");
        html_attribute(h, "id", "%s", (*s)->anchor);
        html_element(h, "h2", NULL, "%u  %s", ++number, (*s)->title);
        (*s)->html(h, page);
        html_close(h, "section");
    }
    html_close(h, "main");
}

static void write_json(struct json *j, const struct page *page)
{
    json_object(j, NULL);
    json_string(j, "format", "bulkhead-report-assessment/1");
    cover_json(j, page);
    for (const struct section *const *s = section_table; *s; s++)
        (*s)->json(j, page);
    json_object_end(j);
}

const struct document assessment_document = {
    .name = "assessment",
    .title = "Assessment report",
    .about = "Every requirement, zone, signal and finding, with what each figure rests on.",
    .class = "long",
    .html = write_html,
    .json = write_json,
};
