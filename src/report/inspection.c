#include "report/inspection.h"

#include <inttypes.h>

#include "report/inspection/part.h"
#include "report/page.h"
#include "report/words.h"

struct text inspection_end(const struct assets *assets, const struct address *address,
                           struct arena *into)
{
    const struct asset *asset = assets_at(assets, address);
    char text[ADDRESS_TEXT];

    if (asset)
        return asset->id;
    address_format(address, text);
    return text_copy(text_of(text), into);
}

const char *end_words(const struct inspected *in, const struct address *address)
{
    const struct asset *asset = assets_at(&in->found->assets, address);
    struct text id = inspection_end(&in->found->assets, address, in->text);

    if (!asset || asset->names.count == 0)
        return text_string(id, in->text);
    return text_string(
        text_format(in->text, "%.*s (%.*s)", SHOWN(asset->names.items[0]), SHOWN(id)), in->text);
}

void print_end(struct html *h, const struct inspected *in, const struct address *address)
{
    const struct asset *asset = assets_at(&in->found->assets, address);
    const char *words = end_words(in, address);

    if (asset)
        html_link(h, html_anchor(in->text, "asset-", asset->id), "%s", words);
    else
        html_say(h, "%s", words);
}

static const struct {
    const char *anchor, *title;
    void (*print)(struct html *h, const struct inspected *in);
} parts[] = {
    { "assets", "Who is there", print_assets },
    { "matrix", "Who asks whom", print_matrix },
    { "changes", "What can change the process", print_changes },
    { "conversations", "Conversations and their operations", print_conversations },
    { "protocols", "Protocols", print_protocols },
    { "identities", "Who says what of each asset", print_identities },
    { "captures", "Captures", print_captures },
    { "skips", "What was not understood", print_skips },
};

static void print_contents(struct html *h)
{
    html_open_class(h, "nav", "contents");
    html_open(h, "ol");
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        html_open(h, "li");
        html_link(h, text_of(parts[i].anchor), "%s", parts[i].title);
        html_close(h, "li");
    }
    html_close(h, "ol");
    html_close(h, "nav");
}

struct total {
    uint64_t packets, bytes, asked;
    moment_us first, last;
};

static struct total total_of(const struct inspection *found)
{
    struct total t = { 0 };

    for (ARRAY_EACH(const struct capture, c, &found->observed.captures)) {
        t.packets += c->packets;
        t.bytes += c->bytes;
        if (c->first && (!t.first || c->first < t.first))
            t.first = c->first;
        if (c->last > t.last)
            t.last = c->last;
    }
    for (ARRAY_EACH(const struct dialogue, d, &found->traffic.dialogues))
        for (ARRAY_EACH(const struct dialogue_operation, o, &d->operations))
            t.asked += o->sum.requests;
    return t;
}

static void print_cover(struct html *h, const struct inspected *in, const struct total *t)
{
    const struct inspection *found = in->found;

    html_element(h, "p", "kind", "What was seen");
    html_element(h, "h1", NULL, "Traffic inspection");
    html_element(
        h, "p", "verdict", "%s and %s between them, with %s understood.",
        count_words(found->assets.items.count, "asset", "assets", in->text),
        count_words(found->traffic.dialogues.count, "conversation", "conversations", in->text),
        count_words(t->asked, "operation", "operations", in->text));
    html_element(h, "p", NULL, "%s in %s, from %s to %s (%s).",
                 count_words(t->packets, "packet", "packets", in->text),
                 count_words(found->observed.captures.count, "capture", "captures", in->text),
                 minute_words(t->first, in->text), minute_words(t->last, in->text),
                 span_words(t->last - t->first, in->text));
    html_element(
        h, "p", "note",
        "Only listened: nothing was asked of any device. What a device says of itself may be "
        "wrong; who said it, and in which frame it was said first, stands beside it.");
}

void inspection_html(const struct inspection *found, struct buffer *out)
{
    struct arena text;
    struct total t = total_of(found);

    arena_create(&text, ARENA_TRUSTED);
    const struct inspected in = { found, &text };
    struct text of = found->observed.captures.count ? found->observed.captures.items[0].path
                                                    : TEXT("no capture");
    struct html h =
        html_page(out, "Traffic inspection", NULL, text_of(file_words(of, &text)), t.last);
    print_cover(&h, &in, &t);
    print_contents(&h);
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        html_open(&h, "section");
        html_attribute(&h, "id", "%s", parts[i].anchor);
        html_element(&h, "h2", NULL, "%s", parts[i].title);
        parts[i].print(&h, &in);
        html_close(&h, "section");
    }
    html_page_end(&h);
    arena_destroy(&text);
}
