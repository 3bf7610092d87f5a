#include "report/output/pdf.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "report/output/renderer.h"
#include "report/report.h"

enum { PDF_BYTES_MOST = 256 << 20, SECONDS_MOST = 300, SECOND_US = 1000000 };

static const char *const weasyprint[] = { "/usr/local/bin/weasyprint", "/usr/bin/weasyprint",
                                          NULL };

static const char *first_there(const char *const *programs)
{
    while (*programs && access(*programs, X_OK) != 0)
        programs++;
    return *programs;
}

int pdf_from_html(const char *const *programs, struct text html, moment_us date, struct buffer *out,
                  struct problem *why)
{
    const char *program = first_there(programs);
    char epoch[48];

    if (!program)
        return problem_set(why, -ENOENT,
                           "a PDF needs WeasyPrint, which is not installed here: install the "
                           "package \"weasyprint\", or write the report as .html");
    snprintf(epoch, sizeof epoch, "SOURCE_DATE_EPOCH=%" PRId64, date / SECOND_US);
    const struct renderer renderer = {
        .name = "weasyprint",
        .arguments = { program, "--quiet", "-", "-" },
        /* Names of font subsets are made from hashes: without a fixed seed no two files are equal.
         */
        .environment = { epoch, "PYTHONHASHSEED=0", "LC_ALL=C.UTF-8", "PATH=/usr/bin:/bin" },
        .seconds_most = SECONDS_MOST,
        .memory_most = (uint64_t)2 << 30,
        .bytes_most = PDF_BYTES_MOST,
    };
    return renderer_run(&renderer, html, out, why);
}

static int write_pdf(const struct document *document, const struct report_input *in,
                     struct buffer *out, struct problem *why)
{
    struct buffer html = BUFFER_KEPT;

    report_html(document, in, OUTPUT_pdf, &html);
    int rc = pdf_from_html(weasyprint, buffer_view(&html), in->assessment->plant->today, out, why);
    buffer_free(&html);
    return rc;
}

const struct output_driver pdf_output = { ".pdf", "application/pdf", true, write_pdf };
