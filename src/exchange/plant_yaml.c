/*
 * plant_yaml.c - the format "plant": what people say about a plant, in one file
 * that they can read, review and keep under version control.
 *
 * A folder of such files, as plant_text.h writes it, is read as one: each file has
 * the sections that it has, and the rows together must obey the rules.
 *
 * The keys of the file are the rows of model/program.h; demo/plant.yaml is an
 * example of all of them.
 */
#include <errno.h>
#include <stdlib.h>

#include "base/attributes.h"
#include "exchange/format.h"
#include "exchange/yaml_row.h"
#include "model/program_check.h"

/* The program being read, and the line of every row for complaints about it. */
struct line {
    const char *file;
    size_t number;
};

struct lines {
    ARRAY(struct line) of;
};

enum { LEDGERS_MOST = 64 };

struct draft {
    struct program program;
    struct lines zones, conduits;
    struct lines ledgers[LEDGERS_MOST]; /* in the order of ledger_table */
    struct yaml_reading *reading;
};

static void read_services(struct yaml_reading *r, const struct yaml_item *item, void *field);

#define KEY(type, field, is_required, kind)                                                        \
    {                                                                                              \
#field, is_required, offsetof(struct type, field), kind                                    \
    }
/* The reader fills more than one array of the struct: it is given the whole. */
#define KEY_WHOLE(name, is_required, kind)                                                         \
    {                                                                                              \
        name, is_required, 0, kind                                                                 \
    }

static const struct yaml_key zone_keys[] = {
    KEY(zone, id, true, yaml_text),
    KEY(zone, name, true, yaml_text),
    KEY(zone, parent, false, yaml_text),
    KEY(zone, purpose, false, yaml_text),
    KEY(zone, level, false, yaml_text),
    KEY(zone, owner, false, yaml_text),
    KEY(zone, safety, false, yaml_flag),
    KEY(zone, business, false, yaml_flag),
    KEY(zone, sl_target, false, yaml_levels),
    KEY_WHOLE("prefixes", false, yaml_prefixes),
    KEY_WHOLE("members", false, yaml_addresses),
};

static const struct yaml_key service_keys[] = {
    KEY(service, protocol, false, yaml_text),
    KEY(service, transport, false, yaml_transport),
    KEY(service, port, false, yaml_port),
    KEY(service, access, false, yaml_accesses),
};

static const struct yaml_key conduit_keys[] = {
    KEY(conduit, id, true, yaml_text),       KEY(conduit, name, false, yaml_text),
    KEY(conduit, from, true, yaml_text),     KEY(conduit, to, true, yaml_text),
    KEY(conduit, owner, false, yaml_text),   KEY(conduit, reason, false, yaml_text),
    KEY(conduit, expires, false, yaml_date), KEY_WHOLE("services", true, read_services),
};

#define SHAPE(what_, by, keys_)                                                                    \
    {                                                                                              \
        .what = (what_), .name_by = (by), .keys = (keys_), .count = COUNT_OF(keys_)                \
    }

static const struct yaml_shape zone_shape = SHAPE("zone", "id", zone_keys);
static const struct yaml_shape service_shape = SHAPE("service", "protocol", service_keys);
static const struct yaml_shape conduit_shape = SHAPE("conduit", "id", conduit_keys);

static void read_services(struct yaml_reading *r, const struct yaml_item *item, void *field)
{
    struct conduit *conduit = field;

    if (item->kind != YAML_list) {
        yaml_complain(r, item->line,
                      "\"services\" must be a list; an empty one lets nothing through");
        return;
    }
    for (const struct yaml_item *one = item->first; one; one = one->next)
        yaml_row(r, &service_shape, one, array_add(&conduit->services));
}

static void keep_line(const struct yaml_reading *r, struct lines *lines,
                      const struct yaml_item *item)
{
    *array_add(&lines->of) = (struct line){ r->file, item->line };
}

static bool is_section(struct yaml_reading *r, const struct yaml_item *item)
{
    if (item->kind == YAML_scalar && item->text.length == 0)
        return false;
    if (item->kind != YAML_list)
        yaml_complain(r, item->line, "\"%.*s\" must be a list", (int)item->key.length,
                      item->key.at);
    return item->kind == YAML_list;
}

static void read_zones(struct yaml_reading *r, const struct yaml_item *item, void *field)
{
    struct draft *draft = field;

    for (const struct yaml_item *one = is_section(r, item) ? item->first : NULL; one;
         one = one->next) {
        keep_line(r, &draft->zones, one);
        yaml_row(r, &zone_shape, one, array_add(&draft->program.zones));
    }
}

static void read_conduits(struct yaml_reading *r, const struct yaml_item *item, void *field)
{
    struct draft *draft = field;

    for (const struct yaml_item *one = is_section(r, item) ? item->first : NULL; one;
         one = one->next) {
        keep_line(r, &draft->conduits, one);
        yaml_row(r, &conduit_shape, one, array_add(&draft->program.conduits));
    }
}

/* Any key that is the name of a ledger. */
static bool read_section(struct yaml_reading *r, const struct yaml_item *item, void *field)
{
    const struct ledger *l = ledger_find(item->key);
    struct draft *draft = field;
    size_t number = 0;

    if (!l)
        return false;
    while (ledger_table[number] != l)
        number++;
    for (const struct yaml_item *one = is_section(r, item) ? item->first : NULL; one;
         one = one->next) {
        keep_line(r, &draft->ledgers[number], one);
        yaml_ledger_row(r, l, one, ledger_add(l, &draft->program));
    }
    return true;
}

static void read_clock(struct yaml_reading *r, const struct yaml_item *item, void *field)
{
    struct draft *draft = field;

    draft->program.clock_observed = text_is(item->text, "observed");
    if (!draft->program.clock_observed && !text_is(item->text, "wall"))
        yaml_complain(r, item->line, "clock \"%.*s\" is not observed or wall",
                      (int)item->text.length, item->text.at ? item->text.at : "");
}

static const struct yaml_key plant_keys[] = {
    { "plant", true, offsetof(struct draft, program.plant), yaml_text },
    { "organisation", false, offsetof(struct draft, program.organisation), yaml_text },
    { "site", false, offsetof(struct draft, program.site), yaml_text },
    KEY_WHOLE("clock", true, read_clock),
    KEY_WHOLE("zones", false, read_zones),
    KEY_WHOLE("conduits", false, read_conduits),
};

static const struct yaml_shape plant_shape = {
    .what = "plant file", .keys = plant_keys, .count = COUNT_OF(plant_keys), .other = read_section
};

/* One of several files: what it does not have is in another. */
static const struct yaml_key part_keys[] = {
    { "plant", false, offsetof(struct draft, program.plant), yaml_text },
    { "organisation", false, offsetof(struct draft, program.organisation), yaml_text },
    { "site", false, offsetof(struct draft, program.site), yaml_text },
    KEY_WHOLE("clock", false, read_clock),
    KEY_WHOLE("zones", false, read_zones),
    KEY_WHOLE("conduits", false, read_conduits),
};

static const struct yaml_shape part_shape = { .what = "part of a plant",
                                              .keys = part_keys,
                                              .count = COUNT_OF(part_keys),
                                              .other = read_section };

static struct line line_of(const struct draft *draft, const struct complaint *c)
{
    size_t number = 0;

    if (c->part == PART_zone)
        return draft->zones.of.items[c->row];
    if (c->part == PART_conduit)
        return draft->conduits.of.items[c->row];
    while (ledger_table[number] != c->ledger)
        number++;
    return draft->ledgers[number].of.items[c->row];
}

static void complain_of(struct draft *draft, const struct complaint *c)
{
    struct line line = line_of(draft, c);

    draft->reading->file = line.file;
    yaml_complain(draft->reading, line.number, "%.*s", (int)c->sentence.length, c->sentence.at);
}

/* Whether the rows fit together; asked only when each is sound by itself. */
static void check(struct draft *draft, const struct requirements *requirements)
{
    struct yaml_reading *reading = draft->reading;
    struct complaints complaints = { 0 };

    program_check(&draft->program, requirements, reading->scratch, &complaints);
    for (ARRAY_EACH(const struct complaint, c, &complaints.rows))
        complain_of(draft, c);
    array_free(&complaints.rows);
}

static void finish_draft(struct draft *draft)
{
    program_finish(&draft->program);
    array_free(&draft->zones.of);
    array_free(&draft->conduits.of);
    for (size_t i = 0; i < LEDGERS_MOST; i++)
        array_free(&draft->ledgers[i].of);
}

static int read_file(struct draft *draft, const struct format_part *part,
                     const struct yaml_shape *shape)
{
    struct yaml_reading *reading = draft->reading;
    const struct yaml_item *root;
    struct problem why;

    int code = yaml_read(part->content, part->name, reading->scratch, &root, &why);
    if (code) {
        problems_add(reading->found, &why);
        return code;
    }
    reading->file = part->name;
    yaml_row(reading, shape, root, draft);
    return 0;
}

static int read_files(struct draft *draft, const struct format_input *in)
{
    const struct format_part whole = { in->content, in->name };
    int code = 0;

    if (!in->parts)
        return read_file(draft, &whole, &plant_shape);
    for (size_t i = 0; code == 0 && i < in->part_count; i++)
        code = read_file(draft, &in->parts[i], &part_shape);
    return code;
}

static int read_rows(struct draft *draft, const struct format_input *in, struct plant *into)
{
    struct yaml_reading *reading = draft->reading;
    int code = read_files(draft, in);

    if (code)
        return code;
    if (!reading->failed)
        check(draft, in->requirements);
    if (reading->failed)
        return -EINVAL;
    for (size_t i = 0; ledger_table[i]; i++)
        ledger_sort(ledger_table[i], &draft->program);
    struct program old = into->program;
    into->program = draft->program;
    draft->program = old;
    return 0;
}

static int read_plant(const struct format_input *in, struct plant *into, struct problems *found)
{
    struct arena scratch;
    struct yaml_reading reading = {
        .file = in->name, .into = &into->text, .scratch = &scratch, .found = found
    };
    struct draft draft = { .reading = &reading };

    arena_create(&scratch, ARENA_TRUSTED);
    int code = read_rows(&draft, in, into);
    finish_draft(&draft);
    arena_destroy(&scratch);
    return code;
}

const struct format plant_yaml_format = {
    .name = "plant",
    .title = "zones, conduits and all ledgers: claims, evidence, measures ... (YAML)",
    .bytes_most = YAML_BYTES_MOST,
    .part_suffix = ".yaml",
    .read = read_plant,
};
