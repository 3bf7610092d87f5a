#include "report/report.h"

static int write_json(const struct document *document, const struct report_input *in,
                      struct buffer *out, struct problem *why)
{
    struct json j = json_to(out);

    (void)why;
    document->json(&j, in);
    buffer_char(out, '\n');
    return 0;
}

const struct output_driver json_output = { ".json", "application/json", write_json };
