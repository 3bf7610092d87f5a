#include <inttypes.h>

#include "base/listing.h"
#include "cli/inspect_print.h"

static struct text service_text(const struct dialogue *c, struct arena *into)
{
    return text_format(into, "%s/%u", transport_name(c->transport), c->port);
}

void inspect_print_csv(struct buffer *out, const struct inspection *found)
{
    static const char *const columns[] = { "client", "server", "transport", "port", "protocol",
                                           "packets", "bytes", "first_seen", "last_seen",
                                           "established", "operation", "name", "class", "access",
                                           "requests", "responses", "errors", NULL };
    static const struct operation_count nothing = { .name = { 0 } };
    struct arena text;
    struct listing t;

    arena_create(&text, ARENA_TRUSTED);
    listing_init(&t, "bulkhead-inspect-operations/1", columns);
    for (ARRAY_EACH(const struct dialogue, c, &found->traffic.dialogues)) {
        size_t rows = c->operations.count ? c->operations.count : 1;
        for (size_t i = 0; i < rows; i++) {
            const struct operation_count *op = c->operations.count ? &c->operations.items[i].sum : &nothing;
            bool none = op == &nothing;
            listing_text(&t, inspection_end(&found->assets, &c->client, &text));
            listing_text(&t, inspection_end(&found->assets, &c->server, &text));
            listing_string(&t, transport_name(c->transport));
            listing_unsigned(&t, c->port);
            listing_text(&t, c->protocol);
            listing_unsigned(&t, c->packets);
            listing_unsigned(&t, c->bytes);
            listing_moment(&t, c->first);
            listing_moment(&t, c->last);
            listing_bool(&t, c->established);
            listing_text(&t, op->code);
            listing_text(&t, op->name);
            listing_string(&t, none ? "" : class_name(op->class));
            listing_string(&t, none ? "" : access_name(class_access(op->class)));
            listing_unsigned(&t, op->requests);
            listing_unsigned(&t, op->responses);
            listing_unsigned(&t, op->errors);
        }
    }
    listing_print(&t, LISTING_CSV, out);
    listing_finish(&t);
    arena_destroy(&text);
}

static void print_captures(struct buffer *out, const struct observed *o)
{
    static const char *const columns[] = { "CAPTURE", "PACKETS", "BYTES", "FIRST", "LAST",
                                           "SKIPPED", "MALFORMED", "TRUNCATED", NULL };
    struct listing t;

    listing_init(&t, "", columns);
    for (ARRAY_EACH(const struct capture, c, &o->captures)) {
        listing_text(&t, c->path);
        listing_unsigned(&t, c->packets);
        listing_unsigned(&t, c->bytes);
        listing_moment(&t, c->first);
        listing_moment(&t, c->last);
        listing_unsigned(&t, c->skipped);
        listing_unsigned(&t, c->malformed);
        listing_bool(&t, c->truncated);
    }
    listing_print(&t, LISTING_TEXT, out);
    listing_finish(&t);
}

static struct text joined(const struct asset *asset, struct arena *into)
{
    struct buffer all = BUFFER_KEPT;
    char text[ADDRESS_TEXT];

    for (ARRAY_EACH(const struct address, mac, &asset->macs)) {
        address_format(mac, text);
        buffer_format(&all, "%s%s", all.length ? " " : "", text);
    }
    struct text copy = text_copy(buffer_view(&all), into);
    buffer_free(&all);
    return copy;
}

static void print_assets(struct buffer *out, const struct assets *assets)
{
    static const char *const columns[] = { "ASSET", "NAME", "CLASS", "ROLE", "LEVEL",
                                           "VENDOR", "MODEL", "FIRMWARE", "MAC", NULL };
    struct arena text;
    struct listing t;

    arena_create(&text, ARENA_TRUSTED);
    listing_init(&t, "", columns);
    for (ARRAY_EACH(const struct asset, a, &assets->items)) {
        listing_text(&t, a->id);
        listing_text(&t, a->names.count ? a->names.items[0] : TEXT(""));
        listing_string(&t, asset_class_name(a->class));
        listing_text(&t, a->role.value);
        listing_text(&t, a->level.value);
        listing_text(&t, asset_value(a, FIELD_vendor));
        listing_text(&t, asset_value(a, FIELD_model));
        listing_text(&t, asset_value(a, FIELD_firmware));
        listing_text(&t, joined(a, &text));
    }
    buffer_format(out, "\n%zu assets\n", assets->items.count);
    if (assets->items.count)
        listing_print(&t, LISTING_TEXT, out);
    listing_finish(&t);
    arena_destroy(&text);
}

static struct text operations_text(const struct dialogue *c, struct arena *into)
{
    struct buffer all = BUFFER_KEPT;

    for (ARRAY_EACH(const struct dialogue_operation, row, &c->operations)) {
        const struct operation_count *op = &row->sum;
        buffer_format(&all, "%s%.*s %" PRIu64, all.length ? ", " : "", (int)op->name.length,
                      op->name.length ? op->name.at : "", op->requests ? op->requests : op->responses);
        if (op->errors)
            buffer_format(&all, " (%" PRIu64 " refused)", op->errors);
    }
    struct text copy = text_copy(buffer_view(&all), into);
    buffer_free(&all);
    return copy;
}

static void print_conversations(struct buffer *out, const struct inspection *found)
{
    static const char *const columns[] = { "CLIENT", "SERVER", "SERVICE", "PROTOCOL", "PACKETS",
                                           "BYTES", "OPERATIONS", NULL };
    struct arena text;
    struct listing t;

    arena_create(&text, ARENA_TRUSTED);
    listing_init(&t, "", columns);
    for (ARRAY_EACH(const struct dialogue, c, &found->traffic.dialogues)) {
        listing_text(&t, inspection_end(&found->assets, &c->client, &text));
        listing_text(&t, inspection_end(&found->assets, &c->server, &text));
        listing_text(&t, service_text(c, &text));
        listing_text(&t, c->protocol);
        listing_unsigned(&t, c->packets);
        listing_unsigned(&t, c->bytes);
        listing_text(&t, operations_text(c, &text));
    }
    buffer_format(out, "\n%zu conversations\n", found->traffic.dialogues.count);
    if (found->traffic.dialogues.count)
        listing_print(&t, LISTING_TEXT, out);
    listing_finish(&t);
    arena_destroy(&text);
}

void inspect_print_skips(struct buffer *out, const struct observed *o)
{
    for (ARRAY_EACH(const struct capture, c, &o->captures))
        if (c->truncated)
            buffer_format(out, "%.*s: ends inside a record; what stands before it was read\n",
                          (int)c->path.length, c->path.at);
    for (ARRAY_EACH(const struct skip, s, &o->skips)) {
        const struct capture *c = &o->captures.items[s->capture];
        buffer_format(out, "%.*s: not understood: %.*s: %" PRIu64 " times", (int)c->path.length,
                      c->path.at, (int)s->reason.length, s->reason.length ? s->reason.at : "",
                      s->count);
        if (s->first_frame)
            buffer_format(out, ", first in frame %" PRIu64, s->first_frame);
        buffer_char(out, '\n');
    }
    for (ARRAY_EACH(const struct protocol_count, p, &o->protocols)) {
        const struct capture *c = &o->captures.items[p->capture];
        if (p->malformed)
            buffer_format(out, "%.*s: not understood: %.*s messages that break their format: %" PRIu64 "\n",
                          (int)c->path.length, c->path.at, (int)p->name.length, p->name.at,
                          p->malformed);
    }
}

void inspect_print_text(struct buffer *out, const struct inspection *found)
{
    print_captures(out, &found->observed);
    print_assets(out, &found->assets);
    print_conversations(out, found);
    buffer_char(out, '\n');
    inspect_print_skips(out, &found->observed);
}
