/*
 * plant_yaml.c - the format "plant": what people say about a plant, in one file
 * that they can read, review and keep under version control.
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
struct draft {
    struct program program;
    ARRAY(size_t) lines[PART_COUNT];
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

static const struct yaml_key registered_keys[] = {
    KEY(registered, address, true, yaml_address),
    KEY(registered, name, true, yaml_text),
    KEY(registered, role, false, yaml_text),
    KEY(registered, owner, false, yaml_text),
    KEY(registered, legacy, false, yaml_flag),
    KEY(registered, support_ends, false, yaml_date),
    KEY(registered, may_engineer, false, yaml_flag),
};

static const struct yaml_key claim_keys[] = {
    KEY(claim, requirement, true, yaml_text), KEY(claim, level, false, yaml_level),
    KEY(claim, target, false, yaml_level),    KEY(claim, narrative, false, yaml_text),
    KEY(claim, assessor, false, yaml_text),   KEY(claim, method, false, yaml_text),
    KEY(claim, at, false, yaml_date),         KEY(claim, not_applicable, false, yaml_flag),
    KEY(claim, reason, false, yaml_text),     KEY(claim, approver, false, yaml_text),
};

static const struct yaml_key evidence_keys[] = {
    KEY(evidence, id, true, yaml_text),       KEY(evidence, requirement, true, yaml_text),
    KEY(evidence, level, true, yaml_level),   KEY(evidence, kind, true, yaml_text),
    KEY(evidence, title, true, yaml_text),    KEY(evidence, custodian, false, yaml_text),
    KEY(evidence, scope, false, yaml_text),   KEY(evidence, digest, false, yaml_text),
    KEY(evidence, link, false, yaml_text),    KEY(evidence, collected, true, yaml_date),
    KEY(evidence, expires, false, yaml_date),
};

static const struct yaml_key measure_keys[] = {
    KEY(measure, id, true, yaml_text),          KEY(measure, title, true, yaml_text),
    KEY(measure, requirement, true, yaml_text), KEY(measure, asset, false, yaml_address),
    KEY(measure, argument, true, yaml_text),    KEY(measure, approver, true, yaml_text),
    KEY(measure, exit_plan, false, yaml_text),  KEY(measure, tested, false, yaml_date),
    KEY(measure, effective, false, yaml_flag),  KEY(measure, expires, true, yaml_date),
    KEY(measure, renewals, false, yaml_count),
};

#define SHAPE(what, name_by, keys)                                                                 \
    {                                                                                              \
        what, name_by, keys, COUNT_OF(keys)                                                        \
    }

static const struct yaml_shape zone_shape = SHAPE("zone", "id", zone_keys);
static const struct yaml_shape service_shape = SHAPE("service", "protocol", service_keys);
static const struct yaml_shape conduit_shape = SHAPE("conduit", "id", conduit_keys);
static const struct yaml_shape registered_shape = SHAPE("register entry", "name", registered_keys);
static const struct yaml_shape claim_shape = SHAPE("claim", "requirement", claim_keys);
static const struct yaml_shape evidence_shape = SHAPE("evidence", "id", evidence_keys);
static const struct yaml_shape measure_shape = SHAPE("measure", "id", measure_keys);

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

#define SECTION(function, shape, part, array)                                                      \
    static void function(struct yaml_reading *r, const struct yaml_item *item, void *field)        \
    {                                                                                              \
        struct draft *draft = field;                                                               \
        if (item->kind == YAML_scalar && item->text.length == 0)                                   \
            return;                                                                                \
        if (item->kind != YAML_list) {                                                             \
            yaml_complain(r, item->line, "\"%.*s\" must be a list", (int)item->key.length,         \
                          item->key.at);                                                           \
            return;                                                                                \
        }                                                                                          \
        for (const struct yaml_item *one = item->first; one; one = one->next) {                    \
            *array_add(&draft->lines[part]) = one->line;                                           \
            yaml_row(r, &shape, one, array_add(&draft->program.array));                            \
        }                                                                                          \
    }

SECTION(read_zones, zone_shape, PART_zone, zones)
SECTION(read_conduits, conduit_shape, PART_conduit, conduits)
SECTION(read_register, registered_shape, PART_registered, registered)
SECTION(read_claims, claim_shape, PART_claim, claims)
SECTION(read_evidence, evidence_shape, PART_evidence, evidence)
SECTION(read_measures, measure_shape, PART_measure, measures)

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
    KEY_WHOLE("register", false, read_register),
    KEY_WHOLE("claims", false, read_claims),
    KEY_WHOLE("evidence", false, read_evidence),
    KEY_WHOLE("measures", false, read_measures),
};

static const struct yaml_shape plant_shape = SHAPE("plant file", NULL, plant_keys);

/* Whether the rows fit together; asked only when each is sound by itself. */
static void check(struct draft *draft, const struct requirements *requirements)
{
    struct yaml_reading *reading = draft->reading;
    struct complaints complaints = { 0 };

    program_check(&draft->program, requirements, reading->scratch, &complaints);
    for (ARRAY_EACH(const struct complaint, c, &complaints.rows))
        yaml_complain(reading, draft->lines[c->part].items[c->row], "%.*s", (int)c->sentence.length,
                      c->sentence.at);
    array_free(&complaints.rows);
}

static void finish_draft(struct draft *draft)
{
    program_finish(&draft->program);
    for (size_t i = 0; i < PART_COUNT; i++)
        array_free(&draft->lines[i]);
}

static int read_rows(struct draft *draft, const struct format_input *in, struct plant *into)
{
    struct yaml_reading *reading = draft->reading;
    const struct yaml_item *root;
    struct problem why;

    int code = yaml_read(in->content, in->name, reading->scratch, &root, &why);
    if (code) {
        problems_add(reading->found, &why);
        return code;
    }
    yaml_row(reading, &plant_shape, root, draft);
    if (!reading->failed)
        check(draft, in->requirements);
    if (reading->failed)
        return -EINVAL;
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
    .title = "zones, conduits, register, claims, evidence and measures (YAML)",
    .bytes_most = YAML_BYTES_MOST,
    .read = read_plant,
};
