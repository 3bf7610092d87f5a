#include <inttypes.h>

#include "report/captures.h"
#include "report/inspection/part.h"
#include "report/words.h"

static const char *name_of(const struct inspected *in, uint32_t capture)
{
    return file_words(in->found->observed.captures.items[capture].path, in->text);
}

void print_captures(struct html *h, const struct inspected *in)
{
    captures_table(h, &in->found->observed, in->text);
}

void print_skips(struct html *h, const struct inspected *in)
{
    skips_table(h, &in->found->observed, in->text);
}

void print_protocols(struct html *h, const struct inspected *in)
{
    static const struct html_column columns[] = {
        { "Capture", NULL },   { "Protocol", NULL },     { "Packets", "number" },
        { "Bytes", "number" }, { "Messages", "number" }, { "Malformed", "number" },
        { NULL, NULL },
    };

    html_table(h, "Read to the operation", columns);
    for (ARRAY_EACH(const struct protocol_count, p, &in->found->observed.protocols)) {
        html_row(h, NULL);
        html_cell(h, "name", "%s", name_of(in, p->capture));
        html_cell_text(h, "name", p->name);
        html_cell(h, "number", "%" PRIu64, p->packets);
        html_cell(h, "number", "%" PRIu64, p->bytes);
        html_cell(h, "number", "%" PRIu64, p->messages);
        html_cell(h, "number", "%" PRIu64, p->malformed);
        html_row_end(h);
    }
    html_table_end(h);
}
