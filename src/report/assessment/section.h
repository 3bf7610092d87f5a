/*
 * section.h - a section of the assessment report: one file, and one line in
 * sections.def; the order there is the order in the document.
 *
 * A section prints itself twice from the same rows: for people, and as data.
 */
#pragma once

#include "report/document.h"

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
void requirement_link(struct html *h, struct text id, const struct page *page);
void requirement_links(struct html *h, struct text ids, const struct page *page); /* "A 1, B 2" */
void evidence_link(struct html *h, struct text id, const struct page *page);
