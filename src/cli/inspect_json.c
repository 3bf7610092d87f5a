#include <stdlib.h>

#include "base/json.h"
#include "cli/inspect_print.h"

typedef int comparison(const void *, const void *);

/* Pointers to the items in the byte order of their first key, so that any program can merge them. */
static const void **sorted(const void *items, size_t count, size_t size, comparison *compare)
{
    const void **order = calloc(count + 1, sizeof *order);

    for (size_t i = 0; order && i < count; i++)
        order[i] = (const char *)items + i * size;
    if (order && count)
        qsort(order, count, sizeof *order, compare);
    return order;
}

static int compare_captures(const void *a, const void *b)
{
    return text_compare((*(const struct capture *const *)a)->path,
                        (*(const struct capture *const *)b)->path);
}

static int compare_assets(const void *a, const void *b)
{
    return text_compare((*(const struct asset *const *)a)->id, (*(const struct asset *const *)b)->id);
}

static void print_captures(struct json *j, const struct observed *o)
{
    const void **order =
        sorted(o->captures.items, o->captures.count, sizeof *o->captures.items, compare_captures);

    json_array(j, "captures");
    for (size_t i = 0; order && order[i]; i++) {
        const struct capture *row = order[i];
        json_object(j, NULL);
        json_text(j, "path", row->path);
        json_unsigned(j, "packets", row->packets);
        json_unsigned(j, "bytes", row->bytes);
        json_moment(j, "first", row->first);
        json_moment(j, "last", row->last);
        json_bool(j, "truncated", row->truncated);
        json_unsigned(j, "malformed", row->malformed);
        json_unsigned(j, "skipped", row->skipped);
        json_object_end(j);
    }
    json_array_end(j);
    free(order);
}

static void print_addresses(struct json *j, const char *key, const struct address *items, size_t count)
{
    char text[ADDRESS_TEXT];

    json_array(j, key);
    for (size_t i = 0; i < count; i++) {
        address_format(&items[i], text);
        json_string(j, NULL, text);
    }
    json_array_end(j);
}

static void print_identity(struct json *j, const struct asset *asset)
{
    json_array(j, "identity");
    for (ARRAY_EACH(const struct sighting, row, &asset->evidence)) {
        json_object(j, NULL);
        if (row->part.length)
            json_text(j, "part", row->part);
        json_string(j, "field", field_name(row->field));
        json_text(j, "value", row->value);
        json_text(j, "source", row->source);
        json_unsigned(j, "confidence", row->confidence);
        json_object_end(j);
    }
    json_array_end(j);
}

static void print_asset_protocols(struct json *j, const struct asset *asset)
{
    json_array(j, "protocols");
    for (ARRAY_EACH(const struct asset_protocol, row, &asset->protocols)) {
        for (int as_server = 0; as_server < 2; as_server++) {
            if (!(as_server ? row->as_server : row->as_client))
                continue;
            json_object(j, NULL);
            json_text(j, "name", row->name);
            json_string(j, "as", as_server ? "server" : "client");
            json_object_end(j);
        }
    }
    json_array_end(j);
}

static void print_asset(struct json *j, const struct asset *asset)
{
    json_object(j, NULL);
    json_text(j, "id", asset->id);
    print_addresses(j, "mac", asset->macs.items, asset->macs.count);
    print_addresses(j, "ip", asset->ips.items, asset->ips.count);
    json_array(j, "names");
    for (ARRAY_EACH(const struct text, name, &asset->names))
        json_text(j, NULL, *name);
    json_array_end(j);
    json_text_or_null(j, "vendor", asset_value(asset, FIELD_vendor));
    json_text_or_null(j, "model", asset_value(asset, FIELD_model));
    json_text_or_null(j, "firmware", asset_value(asset, FIELD_firmware));
    json_text_or_null(j, "serial", asset_value(asset, FIELD_serial));
    json_text_or_null(j, "os", asset_value(asset, FIELD_os));
    json_string(j, "class", asset_class_name(asset->class));
    json_text_or_null(j, "role", asset->role.value);
    json_text_or_null(j, "level", asset->level.value);
    print_asset_protocols(j, asset);
    print_identity(j, asset);
    json_moment(j, "first_seen", asset->first);
    json_moment(j, "last_seen", asset->last);
    json_object_end(j);
}

static void print_assets(struct json *j, const struct assets *assets)
{
    const void **order =
        sorted(assets->items.items, assets->items.count, sizeof *assets->items.items, compare_assets);

    json_array(j, "assets");
    for (size_t i = 0; order && order[i]; i++)
        print_asset(j, order[i]);
    json_array_end(j);
    free(order);
}

/* A dialogue with the ids that stand in its first keys. */
struct line {
    struct text client, server;
    const struct dialogue *dialogue;
};

static int compare_lines(const void *left, const void *right)
{
    const struct line *a = *(const struct line *const *)left;
    const struct line *b = *(const struct line *const *)right;
    int order = text_compare(a->client, b->client);

    if (!order)
        order = text_compare(a->server, b->server);
    return order ? order : (a->dialogue > b->dialogue) - (a->dialogue < b->dialogue);
}

/* A number where the wire has one number, text where a sub-code stands beside it. */
static void print_code(struct json *j, struct text code)
{
    uint64_t number;

    if (text_unsigned(code, UINT32_MAX, &number))
        json_unsigned(j, "code", number);
    else
        json_text(j, "code", code);
}

/* Numbers by value, then text by its bytes: the order in which JSON tools sort mixed keys. */
static int compare_operations(const void *left, const void *right)
{
    const struct operation_count *a = &(*(const struct dialogue_operation *const *)left)->sum;
    const struct operation_count *b = &(*(const struct dialogue_operation *const *)right)->sum;
    uint64_t number[2] = { UINT64_MAX, UINT64_MAX };

    (void)text_unsigned(a->code, UINT32_MAX, &number[0]);
    (void)text_unsigned(b->code, UINT32_MAX, &number[1]);
    if (number[0] != number[1])
        return number[0] < number[1] ? -1 : 1;
    int order = text_compare(a->code, b->code);
    return order ? order : text_compare(a->protocol, b->protocol);
}

static void print_operation(struct json *j, const struct operation_count *op)
{
    json_object(j, NULL);
    print_code(j, op->code);
    json_text(j, "name", op->name);
    json_string(j, "class", class_name(op->class));
    json_string(j, "access", access_name(class_access(op->class)));
    json_unsigned(j, "requests", op->requests);
    json_unsigned(j, "responses", op->responses);
    json_unsigned(j, "errors", op->errors);
    if (op->interval) {
        json_unsigned(j, "interval_us", op->interval);
        json_unsigned(j, "regularity", op->regularity);
    }
    json_object_end(j);
}

static void print_operations(struct json *j, const struct dialogue *d)
{
    const void **order = sorted(d->operations.items, d->operations.count, sizeof *d->operations.items,
                                compare_operations);

    json_array(j, "operations");
    for (size_t i = 0; order && order[i]; i++)
        print_operation(j, &((const struct dialogue_operation *)order[i])->sum);
    json_array_end(j);
    free(order);
}

static void print_conversation(struct json *j, const struct line *line)
{
    const struct dialogue *d = line->dialogue;

    json_object(j, NULL);
    json_text(j, "client", line->client);
    json_text(j, "server", line->server);
    json_string(j, "transport", transport_name(d->transport));
    json_unsigned(j, "port", d->port);
    json_text(j, "protocol", d->protocol);
    json_unsigned(j, "packets", d->packets);
    json_unsigned(j, "bytes", d->bytes);
    json_moment(j, "first_seen", d->first);
    json_moment(j, "last_seen", d->last);
    json_bool(j, "established", d->established);
    print_operations(j, d);
    json_object_end(j);
}

static void print_conversations(struct json *j, const struct inspection *found)
{
    struct arena text;
    ARRAY(struct line) lines = { 0 };

    arena_create(&text, ARENA_TRUSTED);
    for (ARRAY_EACH(const struct dialogue, d, &found->traffic.dialogues))
        *array_add(&lines) = (struct line){ inspection_end(&found->assets, &d->client, &text),
                                            inspection_end(&found->assets, &d->server, &text), d };
    const void **order = sorted(lines.items, lines.count, sizeof *lines.items, compare_lines);
    json_array(j, "conversations");
    for (size_t i = 0; order && order[i]; i++)
        print_conversation(j, order[i]);
    json_array_end(j);
    free(order);
    array_free(&lines);
    arena_destroy(&text);
}

static int compare_protocols(const void *left, const void *right)
{
    return text_compare((*(const struct protocol_count *const *)left)->name,
                        (*(const struct protocol_count *const *)right)->name);
}

static void print_protocol(struct json *j, const struct protocol_count *sum)
{
    json_object(j, NULL);
    json_text(j, "name", sum->name);
    json_unsigned(j, "packets", sum->packets);
    json_unsigned(j, "bytes", sum->bytes);
    json_unsigned(j, "messages", sum->messages);
    json_unsigned(j, "malformed", sum->malformed);
    json_object_end(j);
}

/* Rows of several captures with one name become one. */
static void print_protocols(struct json *j, const struct observed *o)
{
    const void **order =
        sorted(o->protocols.items, o->protocols.count, sizeof *o->protocols.items, compare_protocols);

    json_array(j, "protocols");
    for (size_t i = 0; order && order[i];) {
        const struct protocol_count *row = order[i];
        struct protocol_count sum = *row;
        while (order[++i] && text_equal((row = order[i])->name, sum.name)) {
            sum.packets += row->packets;
            sum.bytes += row->bytes;
            sum.messages += row->messages;
            sum.malformed += row->malformed;
        }
        print_protocol(j, &sum);
    }
    json_array_end(j);
    free(order);
}

void inspect_print_json(struct buffer *out, const struct inspection *found)
{
    struct json j = json_to(out);

    json_object(&j, NULL);
    json_string(&j, "format", "bulkhead-inspect/1");
    print_captures(&j, &found->observed);
    print_assets(&j, &found->assets);
    print_conversations(&j, found);
    print_protocols(&j, &found->observed);
    json_object_end(&j);
    buffer_char(out, '\n');
}
