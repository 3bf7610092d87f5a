/*
 * section.h - a section of the assessment report: one file, and one line in
 * sections.def; the order there is the order in the document.
 *
 * A section prints itself twice from the same rows: for people, and as data.
 */
#pragma once

#include "report/concern.h"
#include "report/report.h"
#include "report/words.h"

/* All that sections print from. */
struct page {
    const struct report_input *in;
    const struct assessment *a;
    const struct plant *plant;
    enum output output;
    struct concerns findings;
    struct expiries expiries;
    struct sight sight;
    struct arena *text;
};

struct section {
    const char *anchor, *title;
    void (*html)(struct html *h, const struct page *page);
    void (*json)(struct json *j, const struct page *page); /* inside the outermost object */
};

extern const struct section *const section_table[]; /* NULL ends */

/* In front of the sections. */
void cover_html(struct html *h, const struct page *page);
void cover_json(struct json *j, const struct page *page);

/* What several sections say alike. */
struct text verdict_sentence(const struct page *page);
const char *capture_name(const struct page *page, uint32_t capture); /* without its folder */
const char *seen_at(const struct page *page, uint32_t capture, uint64_t frame);
const char *command_words(const struct page *page);
void requirement_link(struct html *h, struct text id, const struct page *page);
void requirement_links(struct html *h, struct text ids, const struct page *page); /* "A 1, B 2" */
void evidence_link(struct html *h, struct text id, const struct page *page);

/* A paragraph. */
#define say(h, ...) html_element((h), "p", NULL, __VA_ARGS__)
