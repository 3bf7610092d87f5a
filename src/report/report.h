/*
 * report.h - documents from figures: one file per document, one per output.
 *
 * A report computes nothing of its own: it orders and prints what assess/ and
 * segment/ decided.  Same plant, same day, same catalogue, same version: the
 * same bytes, as HTML, as JSON and as PDF; no clock and no machine is in them.
 *
 * To add a document: write src/report/<name>.c that defines
 * `const struct document <name>_document`, and add one line to documents.def.
 * To add an output: the same with output/<name>.c and outputs.def.
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
    const char *plant_folder;          /* as in the command line; its last part is printed */
};

struct document {
    const char *name;  /* "assessment" */
    const char *title; /* "Assessment report" */
    void (*html)(struct html *h, const struct report_input *in, enum output output);
    void (*json)(struct json *j, const struct report_input *in);
};

struct output_driver {
    const char *suffix; /* ".html" */
    const char *media;  /* "text/html; charset=utf-8" */
    int (*write)(const struct document *document, const struct report_input *in, struct buffer *out,
                 struct problem *why);
};

extern const struct document *const document_table[]; /* NULL ends */
extern const struct output_driver *const output_table[OUTPUT_COUNT];

const struct document *document_find(struct text name); /* NULL: none */
/* Whether there is one; the sentence lists what there is. */
MUST_USE int document_check(const char *name, struct problem *why);

/* By how the path ends; the sentence lists what there is. */
MUST_USE int output_of_path(const char *path, enum output *output, struct problem *why);

MUST_USE int report_write(const char *document, enum output output, const struct report_input *in,
                          struct buffer *out, struct problem *why);

/* The whole HTML file of a document, styled; `output` is for whom it is meant. */
void report_html(const struct document *document, const struct report_input *in, enum output output,
                 struct buffer *out);
