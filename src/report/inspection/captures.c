#include <inttypes.h>

#include "report/inspection/part.h"
#include "report/words.h"

static const char *name_of(const struct inspected *in, uint32_t capture)
{
    return file_words(in->found->observed.captures.items[capture].path, in->text);
}

void print_captures(struct html *h, const struct inspected *in)
{
    static const struct html_column columns[] = {
        { "Capture and SHA-256", NULL },
        { "Packets", "number" },
        { "Bytes", "number" },
        { "First", "date" },
        { "Last", "date" },
        { "Not understood", "number" },
        { "Malformed", "number" },
        { NULL, NULL },
    };
    const struct observed *o = &in->found->observed;

    html_table(h, "Captures", columns);
    for (uint32_t i = 0; i < o->captures.count; i++) {
        const struct capture *c = &o->captures.items[i];
        html_row(h, NULL);
        html_open(h, "td");
        html_element(h, "strong", NULL, "%s", name_of(in, i));
        html_say(h, "%s", c->truncated ? " (ends inside a record)" : "");
        html_element(h, "div", "digest", "%.*s", SHOWN(c->digest));
        html_close(h, "td");
        html_cell(h, "number", "%" PRIu64, c->packets);
        html_cell(h, "number", "%" PRIu64, c->bytes);
        html_cell(h, "date", "%s", minute_words(c->first, in->text));
        html_cell(h, "date", "%s", minute_words(c->last, in->text));
        html_cell(h, "number", "%" PRIu64, c->skipped);
        html_cell(h, "number", "%" PRIu64, c->malformed);
        html_row_end(h);
    }
    html_table_end(h);
}

void print_skips(struct html *h, const struct inspected *in)
{
    static const struct html_column columns[] = {
        { "Capture", NULL },   { "What was not understood", NULL },
        { "Times", "number" }, { "First in frame", "number" },
        { NULL, NULL },
    };
    const struct observed *o = &in->found->observed;

    if (o->skips.count == 0) {
        html_element(h, "p", NULL, "Every packet was understood at least up to its addresses.");
        return;
    }
    html_table(h, "Nothing is skipped silently", columns);
    for (ARRAY_EACH(const struct skip, s, &o->skips)) {
        html_row(h, NULL);
        html_cell(h, "name", "%s", name_of(in, s->capture));
        html_cell_text(h, NULL, s->reason);
        html_cell(h, "number", "%" PRIu64, s->count);
        html_cell(h, "number", "%" PRIu64, s->first_frame);
        html_row_end(h);
    }
    html_table_end(h);
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
