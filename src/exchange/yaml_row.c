#include "exchange/yaml_row.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/attributes.h"

#define SHOWN(t) (int)(t).length, (t).at ? (t).at : ""

void yaml_complain(struct yaml_reading *r, size_t line, const char *format, ...)
{
    char rule[512];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(rule, sizeof rule, format, arguments);
    va_end(arguments);
    r->failed = true;
    problems_say(r->found, -EINVAL, "%s line %zu: %s%s%s", r->file, line, r->thing ? r->thing : "",
                 r->thing ? ": " : "", rule);
}

static bool is_scalar(struct yaml_reading *r, const struct yaml_item *item)
{
    if (item->kind == YAML_scalar)
        return true;
    yaml_complain(r, item->line, "\"%.*s\" must be one value, not a list or a mapping",
                  SHOWN(item->key));
    return false;
}

static bool is_list(struct yaml_reading *r, const struct yaml_item *item)
{
    if (item->kind == YAML_list)
        return true;
    if (item->kind == YAML_scalar && item->text.length == 0)
        return false; /* "members:" with nothing behind it is an empty list */
    yaml_complain(r, item->line, "\"%.*s\" must be a list", SHOWN(item->key));
    return false;
}

#define NOT_A(r, item, rule)                                                                       \
    yaml_complain((r), (item)->line, "%.*s%s\"%.*s\" is not " rule, SHOWN((item)->key),            \
                  (item)->key.length ? " " : "", SHOWN((item)->text))

void yaml_text(struct yaml_reading *r, const struct yaml_item *item, void *field)
{
    struct text *to = field;

    if (is_scalar(r, item))
        *to = text_copy(text_trim(item->text), r->into);
}

void yaml_flag(struct yaml_reading *r, const struct yaml_item *item, void *field)
{
    bool *to = field;

    if (!is_scalar(r, item))
        return;
    *to = text_is(item->text, "true");
    if (!*to && !text_is(item->text, "false"))
        NOT_A(r, item, "true or false");
}

void yaml_date(struct yaml_reading *r, const struct yaml_item *item, void *field)
{
    moment_us *to = field;

    if (!is_scalar(r, item) || item->text.length == 0)
        return;
    if (item->text.length != 10 || !moment_parse(item->text, to))
        NOT_A(r, item, "a date (YYYY-MM-DD)");
}

static bool read_number(struct yaml_reading *r, const struct yaml_item *item, uint64_t most,
                        uint64_t *value)
{
    if (item->kind == YAML_scalar && text_unsigned(item->text, most, value))
        return true;
    yaml_complain(r, item->line, "%.*s%s\"%.*s\" is not a number from 0 to %llu", SHOWN(item->key),
                  item->key.length ? " " : "", SHOWN(item->text), (unsigned long long)most);
    return false;
}

void yaml_level(struct yaml_reading *r, const struct yaml_item *item, void *field)
{
    uint8_t *to = field;
    uint64_t value;

    if (read_number(r, item, ML_MOST, &value))
        *to = (uint8_t)value;
}

void yaml_port(struct yaml_reading *r, const struct yaml_item *item, void *field)
{
    uint16_t *to = field;
    uint64_t value;

    if (read_number(r, item, UINT16_MAX, &value))
        *to = (uint16_t)value;
}

void yaml_transport(struct yaml_reading *r, const struct yaml_item *item, void *field)
{
    enum transport *to = field;

    if (is_scalar(r, item) && !transport_parse(item->text, to))
        NOT_A(r, item, "a transport: tcp, udp, ip or ethernet");
}

void yaml_accesses(struct yaml_reading *r, const struct yaml_item *item, void *field)
{
    uint8_t *to = field;

    if (!is_list(r, item))
        return;
    for (const struct yaml_item *name = item->first; name; name = name->next) {
        enum access access;
        if (access_parse(name->text, &access))
            *to |= (uint8_t)(1u << access);
        else
            NOT_A(r, name, "an access: discover, read, write, control, program, manage or unknown");
    }
}

void yaml_levels(struct yaml_reading *r, const struct yaml_item *item, void *field)
{
    uint8_t *to = field;
    size_t count = 0;

    if (!is_list(r, item))
        return;
    for (const struct yaml_item *level = item->first; level; level = level->next, count++)
        if (count < FR_COUNT)
            yaml_level(r, level, &to[count]);
    if (count != FR_COUNT)
        yaml_complain(r, item->line, "%.*s has %zu levels; there are %d foundational requirements",
                      SHOWN(item->key), count, FR_COUNT);
}

void yaml_prefixes(struct yaml_reading *r, const struct yaml_item *item, void *field)
{
    struct zone *zone = field;

    if (!is_list(r, item))
        return;
    for (const struct yaml_item *one = item->first; one; one = one->next) {
        struct prefix prefix;
        if (one->kind == YAML_scalar && prefix_parse(one->text, &prefix))
            *array_add(&zone->prefixes) = prefix;
        else
            NOT_A(r, one, "an address range with its host bits zero, such as 10.41.0.0/24");
    }
}

void yaml_addresses(struct yaml_reading *r, const struct yaml_item *item, void *field)
{
    struct zone *zone = field;

    if (!is_list(r, item))
        return;
    for (const struct yaml_item *one = item->first; one; one = one->next) {
        struct address address;
        if (one->kind == YAML_scalar && address_parse(one->text, &address))
            *array_add(&zone->members) = address;
        else
            NOT_A(r, one, "an IP or MAC address");
    }
}

static const struct yaml_key *find_key(const struct yaml_shape *shape, struct text name)
{
    for (size_t i = 0; i < shape->count; i++)
        if (text_is(name, shape->keys[i].name))
            return &shape->keys[i];
    return NULL;
}

static struct text known_keys(const struct yaml_shape *shape, struct arena *into)
{
    struct text all = { 0 };

    for (size_t i = 0; i < shape->count; i++)
        all = text_format(into, "%.*s%s%s", SHOWN(all), i ? ", " : "", shape->keys[i].name);
    return all;
}

static void check_required(struct yaml_reading *r, const struct yaml_shape *shape,
                           const struct yaml_item *map)
{
    for (size_t i = 0; i < shape->count; i++) {
        const struct yaml_item *item = yaml_get(map, shape->keys[i].name);
        if (shape->keys[i].required &&
            (!item || (item->kind == YAML_scalar && item->text.length == 0)))
            yaml_complain(r, map->line, "\"%s\" is missing", shape->keys[i].name);
    }
}

static const char *name_thing(const struct yaml_reading *r, const struct yaml_shape *shape,
                              const struct yaml_item *map)
{
    const struct yaml_item *name = shape->name_by ? yaml_get(map, shape->name_by) : NULL;

    if (!name || name->kind != YAML_scalar || name->text.length == 0)
        return shape->what;
    return text_string(text_format(r->scratch, "%s \"%.*s\"", shape->what, SHOWN(name->text)),
                       r->scratch);
}

void yaml_row(struct yaml_reading *r, const struct yaml_shape *shape, const struct yaml_item *map,
              void *row)
{
    const char *outer = r->thing;

    if (map->kind != YAML_map) {
        yaml_complain(r, map->line, "a %s must be a mapping of keys to values", shape->what);
        return;
    }
    r->thing = name_thing(r, shape, map);
    for (const struct yaml_item *item = map->first; item; item = item->next) {
        const struct yaml_key *key = find_key(shape, item->key);
        if (key)
            key->read(r, item, (char *)row + key->offset);
        else if (!shape->other || !shape->other(r, item, row))
            yaml_complain(r, item->key_line, "key \"%.*s\" is not known; there are: %.*s",
                          SHOWN(item->key), SHOWN(known_keys(shape, r->scratch)));
    }
    check_required(r, shape, map);
    r->thing = outer;
}

/* ---- rows of ledgers ---- */

static struct text list_text(struct yaml_reading *r, const struct yaml_item *list)
{
    struct text all = { 0 };

    for (const struct yaml_item *one = list->first; one; one = one->next) {
        if (one->kind != YAML_scalar ||
            (one->text.length && memchr(one->text.at, ';', one->text.length)))
            NOT_A(r, one, "an entry of a list: one value without \";\"");
        else
            all = text_format(r->scratch, "%.*s%s%.*s", SHOWN(all), all.length ? ";" : "",
                              SHOWN(one->text));
    }
    return all;
}

static void read_field(struct yaml_reading *r, const struct ledger_field *f,
                       const struct yaml_item *item, void *row)
{
    bool list = f->kind == LEDGER_list && item->kind == YAML_list;

    if (!list && !is_scalar(r, item))
        return;
    struct text value = list ? list_text(r, item) : item->text;
    struct text rule = ledger_cell_read(f, value, row, r->into);
    if (rule.length)
        yaml_complain(r, item->line, "%.*s \"%.*s\" %.*s", SHOWN(item->key), SHOWN(value),
                      SHOWN(rule));
}

static struct text known_fields(const struct ledger *l, struct arena *into)
{
    struct text all = { 0 };

    for (size_t i = 0; i < l->field_count; i++)
        all = text_format(into, "%.*s%s%s", SHOWN(all), i ? ", " : "", l->fields[i].name);
    return all;
}

static const char *name_row(const struct yaml_reading *r, const struct ledger *l,
                            const struct yaml_item *map)
{
    struct text name = { 0 };

    for (size_t i = 0; i < l->keys; i++) {
        const struct yaml_item *key = yaml_get(map, l->fields[i].name);
        if (key && key->kind == YAML_scalar && key->text.length)
            name = text_format(r->scratch, "%.*s%s%.*s", SHOWN(name), name.length ? " " : "",
                               SHOWN(key->text));
    }
    if (name.length == 0)
        return l->one;
    return text_string(text_format(r->scratch, "%s \"%.*s\"", l->one, SHOWN(name)), r->scratch);
}

static void check_fields(struct yaml_reading *r, const struct ledger *l,
                         const struct yaml_item *map)
{
    for (size_t i = 0; i < l->field_count; i++) {
        const struct yaml_item *item = yaml_get(map, l->fields[i].name);
        if (l->fields[i].required &&
            (!item || (item->kind == YAML_scalar && item->text.length == 0)))
            yaml_complain(r, map->line, "\"%s\" is missing", l->fields[i].name);
    }
}

void yaml_ledger_row(struct yaml_reading *r, const struct ledger *l, const struct yaml_item *map,
                     void *row)
{
    const char *outer = r->thing;

    if (map->kind != YAML_map) {
        yaml_complain(r, map->line, "a %s must be a mapping of keys to values", l->one);
        return;
    }
    r->thing = name_row(r, l, map);
    for (const struct yaml_item *item = map->first; item; item = item->next) {
        const struct ledger_field *f = ledger_field(l, item->key);
        if (f)
            read_field(r, f, item, row);
        else
            yaml_complain(r, item->key_line, "key \"%.*s\" is not known; there are: %.*s",
                          SHOWN(item->key), SHOWN(known_fields(l, r->scratch)));
    }
    check_fields(r, l, map);
    r->thing = outer;
}
