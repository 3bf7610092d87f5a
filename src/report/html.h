/*
 * html.h - a document of elements, attributes and text, escaped by construction.
 *
 * What is written is well-formed as HTML and as XML: every element that is
 * opened is closed by its name, and a wrong name ends the program, since only
 * our own code can get it wrong.  Names of elements and attributes are literals
 * of ours; everything else passes one escape.
 * Text from the wire may say anything: bytes that are no UTF-8, that XML does
 * not allow, or that turn the direction of reading around become U+FFFD.
 *
 * Source: XML 1.0, 2.2 (characters); HTML Living Standard, 13.1.2 (void elements).
 */
#pragma once

#include <stdbool.h>

#include "base/buffer.h"
#include "report/tables.h"

enum { HTML_DEPTH_MOST = 32 };

struct html {
    struct buffer *out;
    const char *open[HTML_DEPTH_MOST];
    unsigned depth;
    bool in_tag;           /* attributes may still follow */
    struct tables *tables; /* keeps them as rows; NULL: nobody does */
};

struct html html_to(struct buffer *out); /* writes the document type */

void html_open(struct html *h, const char *element);
void html_attribute(struct html *h, const char *name, const char *format, ...) PRINTF_LIKE(3, 4);
void html_close(struct html *h, const char *element);

/* An element that has no content: attributes follow, then html_end_void. */
void html_void(struct html *h, const char *element);
void html_end_void(struct html *h);

void html_text(struct html *h, struct text t);
void html_say(struct html *h, const char *format, ...) PRINTF_LIKE(2, 3);

/* An element that holds text alone; class may be NULL. */
void html_element(struct html *h, const char *element, const char *class, const char *format, ...)
    PRINTF_LIKE(4, 5);
void html_open_class(struct html *h, const char *element, const char *class);

/* To a place in this document: no other links are ever written. */
void html_link(struct html *h, struct text anchor, const char *format, ...) PRINTF_LIKE(3, 4);
/* A name as an anchor: letters and digits kept, everything else '-'. */
struct text html_anchor(struct arena *into, const char *prefix, struct text name);

/* The one place for bytes that are not escaped: our own style sheet. */
void html_style(struct html *h, struct text css);

struct html_column {
    const char *title; /* NULL ends the list */
    const char *class; /* "number", "code", "date"; NULL: text */
};

/* A table with a head that is repeated on every page. */
void html_table(struct html *h, const char *caption, const struct html_column *columns);
void html_table_end(struct html *h);
void html_row(struct html *h, const char *class);
void html_row_end(struct html *h);
void html_cell(struct html *h, const char *class, const char *format, ...) PRINTF_LIKE(3, 4);
void html_cell_text(struct html *h, const char *class, struct text t);

/* printf's "%.*s" of a text. */
#define SHOWN(t) (int)(t).length, (t).at ? (t).at : ""
