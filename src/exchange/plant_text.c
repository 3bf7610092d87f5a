#include "exchange/plant_text.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

enum { ROW = 4 }; /* the column where the keys of a row begin */

static void indent(struct buffer *out, unsigned columns)
{
    while (columns--)
        buffer_char(out, ' ');
}

/* ---- scalars ---- */

/* Needs no quotes, whatever stands before or behind it. */
static bool is_plain(struct text t)
{
    bool null = t.length == 4 && text_starts(t, "null");

    if (!t.length || null || t.at[t.length - 1] == ' ')
        return false;
    for (size_t i = 0; i < t.length; i++) {
        char c = t.at[i];
        bool word = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!word && (i == 0 || !c || !strchr(" ./_-,()", c)))
            return false;
    }
    return true;
}

static uint32_t character(const char *at, size_t bytes)
{
    uint32_t code = (unsigned char)at[0] & (bytes == 1 ? 0x7f : 0xffu >> (bytes + 1));

    for (size_t i = 1; i < bytes; i++)
        code = code << 6 | ((unsigned char)at[i] & 0x3f);
    return code;
}

/* What YAML takes for the end of a line, or does not take at all.  Source: YAML 1.1, 4.1 and 4.2.
 */
static bool needs_escape(uint32_t code)
{
    return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x2028 || code == 0x2029 ||
           code == 0xfeff || code == 0xfffe || code == 0xffff;
}

static void print_quoted(struct buffer *out, struct text t)
{
    buffer_char(out, '"');
    for (size_t i = 0; i < t.length;) {
        size_t bytes = utf8_length(t.at + i, t.length - i);
        uint32_t code = bytes ? character(t.at + i, bytes) : 0xfffd;
        if (code == '\n')
            buffer_string(out, "\\n");
        else if (code == '"' || code == '\\')
            buffer_format(out, "\\%c", (char)code);
        else if (needs_escape(code))
            buffer_format(out, "\\u%04x", (unsigned)code);
        else
            buffer_bytes(out, t.at + i, bytes ? bytes : 1);
        i += bytes ? bytes : 1;
    }
    buffer_char(out, '"');
}

/* Several lines that stand as they are, so that a change of one is a change of one. */
static bool is_block(struct text t)
{
    bool lines = false;

    if (!t.length || strchr(" \t\n", t.at[0]) || t.at[t.length - 1] == '\n')
        return false;
    for (size_t i = 0; i < t.length;) {
        size_t bytes = utf8_length(t.at + i, t.length - i);
        uint32_t code = bytes ? character(t.at + i, bytes) : 0;
        if (code != '\n' && code != '\t' && needs_escape(code))
            return false;
        lines |= code == '\n';
        i += bytes;
    }
    return lines;
}

static void print_block(struct buffer *out, struct text t, unsigned columns)
{
    buffer_string(out, "|-");
    while (t.length) {
        struct text line = text_cut(&t, '\n');
        buffer_char(out, '\n');
        if (line.length)
            indent(out, columns);
        buffer_text(out, line);
    }
}

static void print_scalar(struct buffer *out, struct text t, unsigned columns)
{
    if (is_plain(t))
        buffer_text(out, t);
    else if (is_block(t))
        print_block(out, t, columns);
    else
        print_quoted(out, t);
}

/* ---- rows: the first key of one has a dash before it ---- */

struct row_text {
    struct buffer *out;
    unsigned columns;
    bool begun;
};

static void print_key(struct row_text *row, const char *key)
{
    indent(row->out, row->columns - 2);
    buffer_string(row->out, row->begun ? "  " : "- ");
    buffer_format(row->out, "%s:", key);
    row->begun = true;
}

static void print_text(struct row_text *row, const char *key, struct text value)
{
    if (!value.length)
        return;
    print_key(row, key);
    buffer_char(row->out, ' ');
    print_scalar(row->out, value, row->columns + 2);
    buffer_char(row->out, '\n');
}

static void print_flag(struct row_text *row, const char *key, bool value)
{
    if (value)
        print_text(row, key, TEXT("true"));
}

static void print_entry(struct row_text *row, struct text value)
{
    indent(row->out, row->columns + 2);
    buffer_string(row->out, "- ");
    print_scalar(row->out, value, row->columns + 4);
    buffer_char(row->out, '\n');
}

static void print_list(struct row_text *row, const char *key, struct text entries)
{
    if (!entries.length)
        return;
    print_key(row, key);
    buffer_char(row->out, '\n');
    for (struct text entry; list_next(&entries, &entry);)
        print_entry(row, entry);
}

static bool is_number(const struct ledger_field *f)
{
    return f->kind == LEDGER_level || f->kind == LEDGER_number || f->kind == LEDGER_money;
}

static void print_field(struct row_text *row, const struct ledger_field *f, struct text cell)
{
    bool unset =
        (f->kind == LEDGER_flag && text_is(cell, "false")) || (is_number(f) && text_is(cell, "0"));

    if (f->kind == LEDGER_list)
        print_list(row, f->name, cell);
    else if (!unset)
        print_text(row, f->name, cell);
}

static void print_ledger(const struct ledger *l, const struct program *p, struct buffer *out)
{
    size_t count = ledger_rows(l, p).count;
    struct arena cells;

    arena_create(&cells, ARENA_TRUSTED);
    buffer_format(out, "%s:%s\n", l->name, count ? "" : " []");
    for (size_t i = 0; i < count; i++) {
        struct row_text row = { .out = out, .columns = ROW };
        for (size_t f = 0; f < l->field_count; f++)
            print_field(&row, &l->fields[f],
                        ledger_cell(&l->fields[f], ledger_row(l, p, i), &cells));
        arena_reset(&cells);
    }
    arena_destroy(&cells);
}

/* ---- what is no ledger ---- */

static void print_setting(struct buffer *out, const char *key, struct text value)
{
    buffer_format(out, "%s: ", key);
    print_scalar(out, value, 2);
    buffer_char(out, '\n');
}

static void print_plant(const struct program *p, struct buffer *out)
{
    print_setting(out, "plant", p->plant);
    print_setting(out, "organisation", p->organisation);
    print_setting(out, "site", p->site);
    print_setting(out, "clock", p->clock_observed ? TEXT("observed") : TEXT("wall"));
}

static void print_levels(struct row_text *row, const uint8_t levels[FR_COUNT])
{
    bool any = false;

    for (size_t i = 0; i < FR_COUNT; i++)
        any |= levels[i] != 0;
    if (!any)
        return;
    print_key(row, "sl_target");
    for (size_t i = 0; i < FR_COUNT; i++)
        buffer_format(row->out, "%s%u", i ? ", " : " [", levels[i]);
    buffer_string(row->out, "]\n");
}

static void print_prefixes(struct row_text *row, const struct zone *zone)
{
    char base[ADDRESS_TEXT], shown[ADDRESS_TEXT + 4];

    if (zone->prefixes.count) {
        print_key(row, "prefixes");
        buffer_char(row->out, '\n');
    }
    for (ARRAY_EACH(const struct prefix, prefix, &zone->prefixes)) {
        address_format(&prefix->base, base);
        snprintf(shown, sizeof shown, "%s/%u", base, prefix->bits);
        print_entry(row, text_of(shown));
    }
}

static void print_members(struct row_text *row, const struct zone *zone)
{
    char shown[ADDRESS_TEXT];

    if (zone->members.count) {
        print_key(row, "members");
        buffer_char(row->out, '\n');
    }
    for (ARRAY_EACH(const struct address, member, &zone->members)) {
        address_format(member, shown);
        print_entry(row, text_of(shown));
    }
}

static void print_zones(const struct program *p, struct buffer *out)
{
    buffer_format(out, "zones:%s\n", p->zones.count ? "" : " []");
    for (ARRAY_EACH(const struct zone, zone, &p->zones)) {
        struct row_text row = { .out = out, .columns = ROW };
        print_text(&row, "id", zone->id);
        print_text(&row, "name", zone->name);
        print_text(&row, "parent", zone->parent);
        print_text(&row, "purpose", zone->purpose);
        print_text(&row, "level", zone->level);
        print_text(&row, "owner", zone->owner);
        print_flag(&row, "safety", zone->safety);
        print_flag(&row, "business", zone->business);
        print_levels(&row, zone->sl_target);
        print_prefixes(&row, zone);
        print_members(&row, zone);
    }
}

static void print_accesses(struct row_text *row, uint8_t accesses)
{
    const char *before = " [";

    if (!accesses)
        return;
    print_key(row, "access");
    for (unsigned access = 0; access < ACCESS_COUNT; access++)
        if (accesses & 1u << access) {
            buffer_format(row->out, "%s%s", before, access_name((enum access)access));
            before = ", ";
        }
    buffer_string(row->out, "]\n");
}

/* A service that lets everything through is a mapping without keys. */
static void print_service(const struct service *service, struct buffer *out)
{
    struct row_text row = { .out = out, .columns = ROW + 4 };
    char port[8];

    snprintf(port, sizeof port, "%u", service->port);
    print_text(&row, "protocol", service->protocol);
    if (service->transport != TRANSPORT_NONE)
        print_text(&row, "transport", text_of(transport_name(service->transport)));
    if (service->port)
        print_text(&row, "port", text_of(port));
    print_accesses(&row, service->access);
    if (!row.begun) {
        indent(out, row.columns - 2);
        buffer_string(out, "- {}\n");
    }
}

static void print_conduits(const struct program *p, struct buffer *out)
{
    char expires[11];

    buffer_format(out, "conduits:%s\n", p->conduits.count ? "" : " []");
    for (ARRAY_EACH(const struct conduit, conduit, &p->conduits)) {
        struct row_text row = { .out = out, .columns = ROW };
        moment_format_date(conduit->expires, expires);
        print_text(&row, "id", conduit->id);
        print_text(&row, "name", conduit->name);
        print_text(&row, "from", conduit->from);
        print_text(&row, "to", conduit->to);
        print_text(&row, "owner", conduit->owner);
        print_text(&row, "reason", conduit->reason);
        print_text(&row, "expires", conduit->expires ? text_of(expires) : TEXT(""));
        print_key(&row, "services");
        buffer_string(out, conduit->services.count ? "\n" : " []\n");
        for (ARRAY_EACH(const struct service, service, &conduit->services))
            print_service(service, out);
    }
}

static const struct plant_part parts[] = {
    { "plant", NULL, print_plant },
    { "zones", NULL, print_zones },
    { "conduits", NULL, print_conduits },
#define LEDGER(row, rows) { NULL, &row##_ledger, NULL },
#include "model/ledgers.def"
#undef LEDGER
};

const struct plant_part *plant_part(size_t number)
{
    return number < sizeof parts / sizeof *parts ? &parts[number] : NULL;
}

const char *plant_part_name(const struct plant_part *part)
{
    return part->ledger ? part->ledger->name : part->name;
}

void plant_part_print(const struct plant_part *part, const struct program *p, struct buffer *out)
{
    if (part->ledger)
        print_ledger(part->ledger, p, out);
    else
        part->print(p, out);
}
