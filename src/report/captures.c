#include "report/captures.h"

#include <inttypes.h>

#include "report/words.h"

void captures_table(struct html *h, const struct observed *o, struct arena *into)
{
    static const struct html_column columns[] = {
        { "Capture and SHA-256", NULL },
        { "Packets", "number" },
        { "First", "date" },
        { "Last", "date" },
        { "Not understood", "number" },
        { "Malformed", "number" },
        { NULL, NULL },
    };

    html_table(h, "Captures", columns);
    for (uint32_t i = 0; i < o->captures.count; i++) {
        const struct capture *c = &o->captures.items[i];
        html_row(h, NULL);
        html_open(h, "td");
        html_element(h, "strong", NULL, "%s", file_words(c->path, into));
        html_say(h, "%s", c->truncated ? " (ends inside a record)" : "");
        html_element(h, "div", "digest", "%.*s",
                     SHOWN(c->digest.length ? c->digest : TEXT("live, no digest")));
        if (c->live.dropped + c->live.missed)
            html_element(h, "div", NULL, "%" PRIu64 " packets lost",
                         c->live.dropped + c->live.missed);
        html_close(h, "td");
        html_cell(h, "number", "%" PRIu64, c->packets);
        html_cell(h, "date", "%s", minute_words(c->first, into));
        html_cell(h, "date", "%s", minute_words(c->last, into));
        html_cell(h, "number", "%" PRIu64, c->skipped);
        html_cell(h, "number", "%" PRIu64, c->malformed);
        html_row_end(h);
    }
    html_table_end(h);
}

void skips_table(struct html *h, const struct observed *o, struct arena *into)
{
    static const struct html_column columns[] = {
        { "Capture", NULL },   { "What was not understood", NULL },
        { "Times", "number" }, { "First in frame", "number" },
        { NULL, NULL },
    };

    if (!o->skips.count) {
        html_element(h, "p", NULL, "Every packet was understood at least up to its addresses.");
        return;
    }
    html_table(h, "Not understood", columns);
    for (ARRAY_EACH(const struct skip, s, &o->skips)) {
        html_row(h, NULL);
        html_cell(h, "name", "%s", file_words(o->captures.items[s->capture].path, into));
        html_cell_text(h, NULL, s->reason);
        html_cell(h, "number", "%" PRIu64, s->count);
        html_cell(h, "number", "%" PRIu64, s->first_frame);
        html_row_end(h);
    }
    html_table_end(h);
}
