/*
 * document.h - what every document prints from, and what documents say alike.
 */
#pragma once

#include "report/concern.h"
#include "report/report.h"
#include "report/words.h"

struct page {
    const struct report_input *in;
    const struct document *document;
    const struct assessment *a;
    const struct plant *plant;
    const struct program *program;
    enum output output;
    struct concerns findings;
    struct expiries expiries;
    struct sight sight;
    struct arena *text;
};

void page_begin(struct page *page, const struct document *document, const struct report_input *in,
                enum output output, struct arena *text);
void page_finish(struct page *page);

/* A paragraph. */
#define say(h, ...) html_element((h), "p", NULL, __VA_ARGS__)
/* There is nothing to list; the sentence says what to do next. */
#define say_empty(h, ...) html_element((h), "p", "empty", __VA_ARGS__)

/* Name of the plant, the sentence that matters most, and what the document is of. */
void document_head(struct html *h, const struct page *page, struct text verdict);
/* How to make it again, and how its figures are derived. */
void document_foot(struct html *h, const struct page *page);
void document_section(struct html *h, const char *anchor, const char *title);
void document_section_end(struct html *h);

/* dt and dd of a list of facts; "-" for what is empty. */
void document_fact(struct html *h, const char *name, const char *class, const char *value);
const char *words_or_dash(struct text t, struct arena *into);

/* "bulkhead report works assessment --today 2026-11-23 --out assessment.pdf" */
const char *command_words(const struct page *page);
struct text verdict_sentence(const struct page *page);
const char *capture_name(const struct page *page, uint32_t capture); /* without its folder */
const char *seen_at(const struct page *page, uint32_t capture, uint64_t frame);
/* "NET 1.1, NET 1.2" of a list with ';'. */
const char *list_words(struct text list, struct arena *into);
