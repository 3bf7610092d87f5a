/*
 * report.h - documents from figures: one file per document, one per output.
 *
 * A report computes nothing of its own: it orders and prints what assess/ and
 * segment/ decided.  Same plant, same day, same catalogue, same version: the
 * same bytes, as HTML, as JSON and as PDF; no clock and no machine is in them.
 *
 * To add a document: write src/report/document/<name>.c that defines
 * `const struct document <name>_document`, and add one line to documents.def.  It prints itself
 * once, as HTML; sheets, CSV and JSON follow from the tables in it, unless it has more to say in
 * JSON. To add an output: the same with output/<name>.c and outputs.def.
 *
 * Errors: a problem names the document or output, and what would help.
 */
#pragma once

#include "assess/assessment.h"
#include "base/buffer.h"
#include "base/json.h"
#include "base/problem.h"
#include "catalogue/catalogue.h"
#include "report/html.h"

enum output {
#define OUTPUT(name) OUTPUT_##name,
#include "report/outputs.def"
#undef OUTPUT
    OUTPUT_COUNT
};

struct report_input {
    const struct assessment *assessment;
    const struct catalogue *catalogue; /* that its requirements are from */
    const char *version;               /* of the program */
    const char *plant_folder;          /* as in the command line; its last part is printed, and a
                                          reference.docx in it gives a .docx its styles */
    struct text subject;               /* id of what the document is about; empty: the plant */
    struct text table;                 /* of a CSV file, by its name; empty: the only one */
};

struct page;

/* What a document is about, where that is not the whole plant. */
enum subject { SUBJECT_plant, SUBJECT_zone, SUBJECT_element, SUBJECT_action, SUBJECT_COUNT };

struct document {
    const char *name;  /* "assessment" */
    const char *title; /* "Assessment report" */
    const char *about; /* for whom and what for, in a sentence */
    const char *class; /* in the style sheet; NULL: none */
    enum subject subject;
    bool needs_subject;                                    /* it is of one, never of all */
    void (*html)(struct html *h, const struct page *page); /* NULL: it is JSON only */
    void (*json)(struct json *j, const struct page *page); /* NULL: its tables */
};

struct output_driver {
    const char *suffix; /* ".html" */
    const char *media;  /* "text/html; charset=utf-8" */
    bool laid_out;      /* by another program, which takes seconds */
    int (*write)(const struct document *document, const struct report_input *in, struct buffer *out,
                 struct problem *why);
};

extern const struct document *const document_table[]; /* NULL ends */
extern const struct output_driver *const output_table[OUTPUT_COUNT];

struct subject_row {
    struct text id, title;
};

const struct document *document_find(struct text name); /* NULL: none */
/* Whether there is one; the sentence lists what there is. */
MUST_USE int document_check(const char *name, struct problem *why);

/* By how the path ends; the sentence lists what there is. */
MUST_USE int output_of_path(const char *path, enum output *output, struct problem *why);

const char *subject_name(enum subject subject); /* "zone" */
/* What a document may be about, in the order of the plant. */
struct subjects {
    ARRAY(struct subject_row) rows;
};
void subjects_list(struct subjects *all, enum subject subject, const struct assessment *a);
void subjects_finish(struct subjects *all);

/* A document that cannot be what was asked of it says why, and what there is. */
MUST_USE int report_write(const char *document, enum output output, const struct report_input *in,
                          struct buffer *out, struct problem *why);

/* The whole HTML file of a document, styled; `output` is for whom it is meant. */
void report_html(const struct document *document, const struct report_input *in, enum output output,
                 struct buffer *out);
/* The same document's tables; the caller finishes them. */
void report_tables(const struct document *document, const struct report_input *in,
                   enum output output, struct tables *tables);
