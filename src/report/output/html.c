#include "report/report.h"

static int write_html(const struct document *document, const struct report_input *in,
                      struct buffer *out, struct problem *why)
{
    (void)why;
    report_html(document, in, OUTPUT_html, out);
    return 0;
}

const struct output_driver html_output = { ".html", "text/html; charset=utf-8", false, write_html };
