#include <inttypes.h>
#include <stdlib.h>

#include "report/assessment/section.h"
#include "report/captures.h"

static uint64_t packets_in_all(const struct observed *o)
{
    uint64_t sum = 0;

    for (ARRAY_EACH(const struct capture, c, &o->captures))
        sum += c->packets;
    return sum;
}

struct protocols {
    ARRAY(struct protocol_count) rows; /* one per name */
};

static int by_name(const void *left, const void *right)
{
    const struct protocol_count *a = left, *b = right;

    return text_compare(a->name, b->name);
}

static struct protocol_count *protocol_of(struct protocols *all, struct text name)
{
    for (ARRAY_EACH(struct protocol_count, row, &all->rows))
        if (text_equal(row->name, name))
            return row;
    struct protocol_count *row = array_add(&all->rows);
    row->name = name;
    return row;
}

static void add_up_protocols(struct protocols *all, const struct observed *o)
{
    *all = (struct protocols){ 0 };
    for (ARRAY_EACH(const struct protocol_count, p, &o->protocols)) {
        struct protocol_count *row = protocol_of(all, p->name);
        row->packets += p->packets;
        row->messages += p->messages;
        row->malformed += p->malformed;
    }
    if (all->rows.count)
        qsort(all->rows.items, all->rows.count, sizeof *all->rows.items, by_name);
}

static void print_protocols(struct html *h, const struct page *page)
{
    static const struct html_column columns[] = {
        { "Protocol", NULL },      { "Packets", "number" }, { "Messages", "number" },
        { "Malformed", "number" }, { NULL, NULL },
    };
    struct protocols all;

    add_up_protocols(&all, &page->plant->observed);
    html_table(h, "Protocols, over all captures", columns);
    for (ARRAY_EACH(const struct protocol_count, p, &all.rows)) {
        html_row(h, NULL);
        html_cell_text(h, "name", p->name);
        html_cell(h, "number", "%" PRIu64, p->packets);
        html_cell(h, "number", "%" PRIu64, p->messages);
        html_cell(h, "number", "%" PRIu64, p->malformed);
        html_row_end(h);
    }
    html_table_end(h);
    array_free(&all.rows);
}

static void print_program(struct html *h, const struct page *page)
{
    const struct program *p = &page->plant->program;
    struct arena *t = page->text;

    say(h,
        "The people of the plant describe %s, %s, a register of %s, %s, %s and %s. All of that is "
        "what somebody says; this report holds it against what was seen.",
        count_words(p->zones.count, "zone", "zones", t),
        count_words(p->conduits.count, "conduit", "conduits", t),
        count_words(p->registered.count, "asset", "assets", t),
        count_words(p->claims.count, "claim", "claims", t),
        count_words(p->evidence.count, "piece of evidence", "pieces of evidence", t),
        count_words(p->measures.count, "compensating measure", "compensating measures", t));
}

static void print_html(struct html *h, const struct page *page)
{
    const struct observed *o = &page->plant->observed;
    struct arena *t = page->text;

    html_element(h, "h3", NULL, "What people say");
    print_program(h, page);
    html_element(h, "h3", NULL, "What was observed");
    if (!o->captures.count) {
        say(h, "Nothing was observed. Every figure below rests on documents alone, and no signal "
               "could look at anything.");
        return;
    }
    say(h,
        "%s with %s in all were read; they cover %s of the plant's time, the last packet is of %s. "
        "In them are %s and %s between them. Listening was passive: nothing was sent.",
        count_words(o->captures.count, "capture", "captures", t),
        count_words(packets_in_all(o), "packet", "packets", t),
        span_words(plant_window(page->plant), t), minute_words(plant_last_packet(page->plant), t),
        count_words(page->plant->assets.items.count, "asset", "assets", t),
        count_words(page->a->traffic.dialogues.count, "conversation", "conversations", t));
    captures_table(h, &page->plant->observed, page->text);
    print_protocols(h, page);
    html_element(h, "h3", NULL, "What was not understood");
    skips_table(h, &page->plant->observed, page->text);
}

static void json_captures(struct json *j, const struct page *page)
{
    const struct observed *o = &page->plant->observed;

    json_array(j, "captures");
    for (uint32_t i = 0; i < o->captures.count; i++) {
        const struct capture *c = &o->captures.items[i];
        json_object(j, NULL);
        json_string(j, "name", capture_name(page, i));
        json_text_or_null(j, "sha256", c->digest);
        json_unsigned(j, "packets", c->packets);
        json_moment(j, "first", c->first);
        json_moment(j, "last", c->last);
        json_unsigned(j, "skipped", c->skipped);
        json_unsigned(j, "malformed", c->malformed);
        json_bool(j, "truncated", c->truncated);
        json_object_end(j);
    }
    json_array_end(j);
}

static void print_json(struct json *j, const struct page *page)
{
    json_object(j, "scope");
    json_unsigned(j, "window_seconds", (uint64_t)(plant_window(page->plant) / 1000000));
    json_captures(j, page);
    json_array(j, "not_understood");
    for (ARRAY_EACH(const struct skip, s, &page->plant->observed.skips)) {
        json_object(j, NULL);
        json_string(j, "capture", capture_name(page, s->capture));
        json_text(j, "reason", s->reason);
        json_unsigned(j, "count", s->count);
        json_unsigned(j, "first_frame", s->first_frame);
        json_object_end(j);
    }
    json_array_end(j);
    json_object_end(j);
}

const struct section scope_section = { "scope", "Scope and what was observed", print_html,
                                       print_json };
