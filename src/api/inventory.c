#include "api/inventory.h"

#include <stdlib.h>

#include "api/memory.h"

const char *const inventory_facet_names[FACET_COUNT] = {
    [FACET_class] = "class",
    [FACET_role] = "role",
    [FACET_zone] = "zone",
    [FACET_level] = "level",
};

enum asset_class inventory_class(const struct inventory_row *row)
{
    return row->asset ? row->asset->class : ASSET_unknown;
}

struct text inventory_role(const struct inventory_row *row)
{
    if (row->asset && row->asset->role.value.length)
        return row->asset->role.value;
    return row->registered ? row->registered->role : TEXT("");
}

struct text inventory_level(const struct inventory_row *row)
{
    return row->asset ? row->asset->level.value : TEXT("");
}

struct text inventory_zone(const struct inventory_row *row)
{
    return row->placement.zone ? row->placement.zone->id : TEXT("");
}

struct text inventory_value(const struct inventory_row *row, enum field field)
{
    return row->asset ? asset_value(row->asset, field) : TEXT("");
}

/* ---- orders ---- */

static const struct inventory_row *row_at(const void *owner, uint32_t number)
{
    return &((const struct inventory *)owner)->rows.items[number];
}

#define BY_TEXT(column, value)                                                                     \
    static struct text by_##column(const void *owner, uint32_t number)                             \
    {                                                                                              \
        const struct inventory_row *row = row_at(owner, number);                                   \
        return value;                                                                              \
    }
#define BY_NUMBER(column, value)                                                                   \
    static int64_t by_##column(const void *owner, uint32_t number)                                 \
    {                                                                                              \
        const struct inventory_row *row = row_at(owner, number);                                   \
        return (int64_t)(value);                                                                   \
    }

BY_TEXT(name, row->name)
BY_TEXT(class, text_of(asset_class_name(inventory_class(row))))
BY_TEXT(role, inventory_role(row))
BY_TEXT(level, inventory_level(row))
BY_TEXT(zone, inventory_zone(row))
BY_TEXT(vendor, inventory_value(row, FIELD_vendor))
BY_TEXT(model, inventory_value(row, FIELD_model))
BY_TEXT(firmware, inventory_value(row, FIELD_firmware))
BY_TEXT(serial, inventory_value(row, FIELD_serial))
BY_NUMBER(packets, row->asset ? row->asset->packets : 0)
BY_NUMBER(first, row->asset ? row->asset->first : 0)
BY_NUMBER(last, row->asset ? row->asset->last : 0)
BY_NUMBER(signals, row->signals)

/* Rows are in this order already. */
static int64_t by_id(const void *owner, uint32_t number)
{
    (void)owner;
    return number;
}

const struct order_column inventory_columns[] = {
    { "id", .number = by_id },           { "name", .text = by_name },
    { "class", .text = by_class },       { "role", .text = by_role },
    { "level", .text = by_level },       { "zone", .text = by_zone },
    { "vendor", .text = by_vendor },     { "model", .text = by_model },
    { "firmware", .text = by_firmware }, { "serial", .text = by_serial },
    { "packets", .number = by_packets }, { "first", .number = by_first },
    { "last", .number = by_last },       { "signals", .number = by_signals },
};
const size_t inventory_column_count = COUNT_OF(inventory_columns);

/* ---- making ---- */

static int rank(const struct address *a)
{
    return a->kind == ADDRESS_MAC ? ADDRESS_IPV6 + 1 : a->kind;
}

int inventory_compare(const struct address *a, const struct address *b)
{
    int order = rank(a) - rank(b);

    return order ? order : address_compare(a, b);
}

static int compare_rows(const void *left, const void *right)
{
    return inventory_compare(&((const struct inventory_row *)left)->address,
                             &((const struct inventory_row *)right)->address);
}

static struct text address_text(const struct address *a, struct arena *into)
{
    char text[ADDRESS_TEXT];

    address_format(a, text);
    return text_copy(text_of(text), into);
}

static void add_seen(struct inventory *v)
{
    const struct assets *assets = &v->plant->assets;

    for (ARRAY_EACH(const struct asset, asset, &assets->items)) {
        struct inventory_row *row = array_add(&v->rows);
        row->asset = asset;
        row->id = asset->id;
        (void)address_parse(asset->id, &row->address);
    }
}

/* The row of the register that carries the asset's id outranks one of its other addresses. */
static void add_registered(struct inventory *v)
{
    size_t seen = v->rows.count;

    for (ARRAY_EACH(const struct registered, r, &v->plant->program.registered)) {
        uint32_t asset = assets_number_at(&v->plant->assets, &r->address);
        if (asset != ASSET_NONE && asset < seen) {
            struct inventory_row *row = &v->rows.items[asset];
            if (!row->registered || address_equal(&r->address, &row->address))
                row->registered = r;
            continue;
        }
        struct inventory_row *row = array_add(&v->rows);
        row->registered = r;
        row->address = r->address;
        row->id = address_text(&r->address, &v->text);
    }
}

static struct text name_of(const struct inventory_row *row)
{
    if (row->registered && row->registered->name.length)
        return row->registered->name;
    return row->asset && row->asset->names.count ? row->asset->names.items[0] : TEXT("");
}

static struct placement placement_of(const struct inventory_row *row, const struct plant *plant)
{
    return row->asset ? zone_of_asset(&plant->program, row->asset)
                      : zone_of_address(&plant->program, &row->address);
}

static void add_word(struct buffer *all, struct text word)
{
    buffer_text(all, word);
    buffer_char(all, '\n');
}

static void add_address(struct buffer *all, const struct address *a)
{
    char text[ADDRESS_TEXT];

    address_format(a, text);
    add_word(all, text_of(text));
}

/* One text per asset, so that a search is one pass over each. */
static const char *search_of(const struct inventory_row *row, struct buffer *all,
                             struct arena *into)
{
    static const enum field fields[] = { FIELD_vendor, FIELD_model, FIELD_firmware, FIELD_serial };
    static const struct asset unseen = { .packets = 0 };
    const struct asset *asset = row->asset ? row->asset : &unseen;

    all->length = 0;
    add_word(all, row->id);
    add_word(all, row->name);
    add_word(all, inventory_role(row));
    for (ARRAY_EACH(const struct text, name, &asset->names))
        add_word(all, *name);
    for (ARRAY_EACH(const struct address, ip, &asset->ips))
        add_address(all, ip);
    for (ARRAY_EACH(const struct address, mac, &asset->macs))
        add_address(all, mac);
    for (size_t i = 0; i < COUNT_OF(fields); i++)
        add_word(all, inventory_value(row, fields[i]));
    for (ARRAY_EACH(const struct asset_protocol, p, &asset->protocols))
        add_word(all, p->name);
    return search_text(buffer_view(all), into);
}

static void fill_rows(struct inventory *v)
{
    struct buffer all = BUFFER_KEPT;

    for (ARRAY_EACH(struct inventory_row, row, &v->rows)) {
        row->name = name_of(row);
        row->placement = placement_of(row, v->plant);
        row->search = search_of(row, &all, &v->text);
    }
    buffer_free(&all);
}

static void number_rows(struct inventory *v)
{
    v->row_of_asset = memory_zeroed(v->plant->assets.items.count, sizeof *v->row_of_asset);
    for (size_t i = 0; i < v->rows.count; i++)
        if (v->rows.items[i].asset)
            v->row_of_asset[v->rows.items[i].asset - v->plant->assets.items.items] = (uint32_t)i;
}

static struct text facet_value(const struct inventory_row *row, enum inventory_facet facet)
{
    switch (facet) {
    case FACET_class:
        return text_of(asset_class_name(inventory_class(row)));
    case FACET_role:
        return inventory_role(row);
    case FACET_zone:
        return inventory_zone(row);
    case FACET_level:
        return inventory_level(row);
    case FACET_COUNT:
        break;
    }
    return TEXT("");
}

static void count_facets(struct inventory *v)
{
    struct text *values = memory_zeroed(v->rows.count, sizeof *values);

    for (int facet = 0; facet < FACET_COUNT; facet++) {
        for (size_t i = 0; i < v->rows.count; i++)
            values[i] = facet_value(&v->rows.items[i], (enum inventory_facet)facet);
        facet_count(&v->facets[facet], values, v->rows.count);
    }
    free(values);
}

static uint32_t number_at(const struct inventory *v, const struct address *address)
{
    uint32_t asset = assets_number_at(&v->plant->assets, address);
    struct inventory_row key = { .address = *address };

    if (asset != ASSET_NONE)
        return v->row_of_asset[asset];
    if (address->kind == ADDRESS_NONE || v->rows.count == 0)
        return ROW_NONE;
    const struct inventory_row *found =
        bsearch(&key, v->rows.items, v->rows.count, sizeof key, compare_rows);
    return found ? (uint32_t)(found - v->rows.items) : ROW_NONE;
}

/* Each signal counts once per asset, however many of its rows name it. */
static void count_signal(struct inventory *v, const struct signal_result *result, uint32_t mark,
                         uint32_t *marks)
{
    for (ARRAY_EACH(const struct signal_row, found, &result->rows)) {
        const struct address *named[] = { &found->about, &found->other };
        for (size_t i = 0; found->severity > SEVERITY_note && i < COUNT_OF(named); i++) {
            uint32_t row = number_at(v, named[i]);
            if (row != ROW_NONE && marks[row] != mark) {
                marks[row] = mark;
                v->rows.items[row].signals++;
            }
        }
    }
}

static void count_signals(struct inventory *v, const struct signals *signals)
{
    uint32_t *marks = memory_zeroed(v->rows.count, sizeof *marks), mark = 0;

    for (ARRAY_EACH(const struct signal_result, result, &signals->results))
        if (result->signal->effect == SIGNAL_contradicts && result->state == SIGNAL_found)
            count_signal(v, result, ++mark, marks);
    free(marks);
}

void inventory_make(struct inventory *v, const struct assessment *a)
{
    *v = (struct inventory){ .plant = a->plant };
    arena_create(&v->text, ARENA_TRUSTED);
    add_seen(v);
    add_registered(v);
    if (v->rows.count)
        qsort(v->rows.items, v->rows.count, sizeof *v->rows.items, compare_rows);
    number_rows(v);
    fill_rows(v);
    count_facets(v);
    count_signals(v, &a->signals);
    orders_init(&v->orders, inventory_columns, inventory_column_count, v, v->rows.count);
}

void inventory_finish(struct inventory *v)
{
    orders_finish(&v->orders);
    for (int facet = 0; facet < FACET_COUNT; facet++)
        facet_finish(&v->facets[facet]);
    free(v->row_of_asset);
    array_free(&v->rows);
    arena_destroy(&v->text);
}

const struct inventory_row *inventory_at(const struct inventory *v, const struct address *address)
{
    uint32_t number = number_at(v, address);

    return number == ROW_NONE ? NULL : &v->rows.items[number];
}

const struct inventory_row *inventory_find(const struct inventory *v, struct text id)
{
    struct address address;

    return address_parse(id, &address) ? inventory_at(v, &address) : NULL;
}

bool inventory_is_named(const struct inventory *v, const struct inventory_row *row,
                        const struct signal_result *signal)
{
    for (ARRAY_EACH(const struct signal_row, found, &signal->rows))
        if (found->severity > SEVERITY_note &&
            (inventory_at(v, &found->about) == row || inventory_at(v, &found->other) == row))
            return true;
    return false;
}
