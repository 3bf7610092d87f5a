/*
 * oscal.c - the format "oscal": a catalog or a profile becomes controls of the ISMS, a
 * mapping becomes rows of the own crosswalk.
 *
 * A catalog gives identifiers and titles; whether a control applies stays as people have
 * it.  A profile says which apply.  Of a mapping, the maps count that name a requirement
 * of IEC 62443-2-1 on one side, as "net-1.1", "NET 1.1" or its statement "net-1.1_smt".
 * Rows that are there are replaced by their id, so that a file may be read again.
 *
 * Source: NIST OSCAL 1.2.1, catalog, profile and mapping models in JSON.
 */
#include <cjson/cJSON.h>
#include <errno.h>
#include <string.h>

#include "base/utf8.h"
#include "exchange/sheet.h"

enum { OSCAL_BYTES_MOST = 16 * 1024 * 1024, DEPTH_MOST = 32, PLAIN_MOST = 64 };

struct reading {
    const struct format_input *in;
    struct sheets sheets;
    struct sheet sheet;
    struct text source; /* the title of the document */
    size_t number;      /* of the row */
};

static struct text text_at(const cJSON *object, const char *key)
{
    const char *value = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, key));

    return text_trim(text_of(value));
}

static const cJSON *member(const cJSON *object, const char *key)
{
    return cJSON_GetObjectItemCaseSensitive(object, key);
}

static void begin_rows(struct reading *r, const char *ledger, const char *const *columns,
                       size_t count)
{
    struct text cells[SHEET_COLUMNS_MOST];

    for (size_t i = 0; i < count; i++)
        cells[i] = text_of(columns[i]);
    r->sheet = sheet_begin(&r->sheets, ledger_find(text_of(ledger)), r->in->name);
    (void)sheet_header(&r->sheet, cells, count, ++r->number);
}

/* ---- catalog ---- */

static void take_controls(struct reading *r, const cJSON *holder, unsigned depth)
{
    static const char *const holders[] = { "groups", "controls" };
    const cJSON *one;

    for (size_t i = 0; i < COUNT_OF(holders) && depth < DEPTH_MOST; i++)
        cJSON_ArrayForEach(one, member(holder, holders[i]))
        {
            struct text cells[] = { text_at(one, "id"), text_at(one, "title"), r->source };
            if (i == 1)
                sheet_row(&r->sheet, cells, COUNT_OF(cells), ++r->number);
            take_controls(r, one, depth + 1);
        }
}

static void read_catalog(struct reading *r, const cJSON *catalog)
{
    static const char *const columns[] = { "id", "title", "reference" };

    begin_rows(r, "controls", columns, COUNT_OF(columns));
    take_controls(r, catalog, 0);
}

/* ---- profile ---- */

static void take_ids(struct reading *r, const cJSON *selection)
{
    const cJSON *id;

    cJSON_ArrayForEach(id, member(selection, "with-ids"))
    {
        struct text cells[] = { text_trim(text_of(cJSON_GetStringValue(id))), TEXT("true") };
        sheet_row(&r->sheet, cells, COUNT_OF(cells), ++r->number);
    }
}

static void read_profile(struct reading *r, const cJSON *profile)
{
    static const char *const columns[] = { "id", "applicable" };
    const cJSON *import, *selection;

    begin_rows(r, "controls", columns, COUNT_OF(columns));
    cJSON_ArrayForEach(import, member(profile, "imports"))
        cJSON_ArrayForEach(selection, member(import, "include-controls")) take_ids(r, selection);
}

/* ---- mapping ---- */

/* "NET 1.1" and "net-1.1_smt" as "net1.1". */
static struct text plain(struct text id, char out[PLAIN_MOST])
{
    size_t n = 0;

    if (id.length > 4 && text_is((struct text){ id.at + id.length - 4, 4 }, "_smt"))
        id.length -= 4;
    for (size_t i = 0; i < id.length && n < PLAIN_MOST; i++) {
        char c = id.at[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        if (c != ' ' && c != '-' && c != '_')
            out[n++] = c;
    }
    return (struct text){ out, n };
}

/* Empty: it is none of them. */
static struct text requirement_of(const struct reading *r, struct text id)
{
    char wanted[PLAIN_MOST], here[PLAIN_MOST];

    for (ARRAY_EACH(const struct requirement, row, &r->in->requirements->rows))
        if (text_equal(plain(id, wanted), plain(row->id, here)))
            return row->id;
    return (struct text){ 0 };
}

/* "The control is ... of the requirement", where the control is the source, or the target. */
static const struct relation {
    const char *name, *of_source, *of_target;
} relations[] = {
    { "equal-to", "equal", "equal" },
    { "equivalent-to", "equal", "equal" },
    { "subset-of", "subset", "superset" },
    { "superset-of", "superset", "subset" },
    { "intersects-with", "intersects", "intersects" },
};

static const struct relation *relation_named(struct text name)
{
    for (size_t i = 0; i < COUNT_OF(relations); i++)
        if (text_is(name, relations[i].name))
            return &relations[i];
    return NULL;
}

struct side {
    const cJSON *controls, *requirements;
    struct text framework;
    bool control_is_source;
};

/* A row for each pair; ids follow the map's own, so that reading again replaces. */
static void take_side(struct reading *r, const cJSON *map, const struct side *side)
{
    const struct relation *relation = relation_named(text_at(map, "relationship"));
    const cJSON *control, *requirement;
    unsigned pair = 0;

    cJSON_ArrayForEach(control, side->controls) cJSON_ArrayForEach(requirement, side->requirements)
    {
        struct text id = requirement_of(r, text_at(requirement, "id-ref"));
        if (!id.length || !relation)
            continue;
        struct text cells[] = {
            text_format(&r->sheets.scratch, "%s-%u",
                        text_string(text_at(map, "uuid"), &r->sheets.scratch), ++pair),
            side->framework,
            text_at(control, "id-ref"),
            id,
            text_of(side->control_is_source ? relation->of_source : relation->of_target),
            r->source,
        };
        sheet_row(&r->sheet, cells, COUNT_OF(cells), ++r->number);
    }
}

static void take_mapping(struct reading *r, const cJSON *mapping)
{
    struct text from = text_at(member(mapping, "source-resource"), "href");
    struct text to = text_at(member(mapping, "target-resource"), "href");
    const cJSON *map;

    cJSON_ArrayForEach(map, member(mapping, "maps"))
    {
        const cJSON *sources = member(map, "sources"), *targets = member(map, "targets");
        take_side(r, map, &(struct side){ sources, targets, from, true });
        take_side(r, map, &(struct side){ targets, sources, to, false });
    }
}

static void read_mapping(struct reading *r, const cJSON *collection)
{
    static const char *const columns[] = { "id",          "framework", "control",
                                           "requirement", "relation",  "provenance" };
    const cJSON *mappings = member(collection, "mappings"), *one;

    begin_rows(r, "mappings", columns, COUNT_OF(columns));
    if (cJSON_IsObject(mappings)) /* one may stand without a list */
        take_mapping(r, mappings);
    else
        cJSON_ArrayForEach(one, mappings) take_mapping(r, one);
}

/* ---- the document ---- */

static const struct model {
    const char *root;
    void (*read)(struct reading *r, const cJSON *document);
    const char *nothing; /* why no row came of it */
} models[] = {
    { "catalog", read_catalog, "there is no control in it" },
    { "profile", read_profile, "it selects no control by its id" },
    { "mapping-collection", read_mapping,
      "no map in it relates a requirement of IEC 62443-2-1 to a control" },
};

static const struct model *model_of(const cJSON *json)
{
    for (size_t i = 0; i < COUNT_OF(models); i++)
        if (cJSON_IsObject(member(json, models[i].root)))
            return &models[i];
    return NULL;
}

static int read_document(const struct format_input *in, const cJSON *json, struct plant *into,
                         struct problems *found)
{
    const struct model *model = model_of(json);
    struct reading r = { .in = in };

    if (!model) {
        problems_say(found, -EINVAL,
                     "%s: it is no OSCAL catalog, profile or mapping collection; these are read",
                     in->name);
        return -EINVAL;
    }
    const cJSON *document = member(json, model->root);
    r.source = text_at(member(document, "metadata"), "title");
    sheets_begin(&r.sheets, in, into, found);
    model->read(&r, document);
    if (r.number <= 1) /* the header */
        sheet_complain(&r.sheets, in->name, 0, "%s", model->nothing);
    return sheets_finish(&r.sheets, into);
}

/* The first byte that is no UTF-8, or a NUL; the length: there is none. */
static size_t bad_byte(struct text t)
{
    for (size_t i = 0; i < t.length;) {
        size_t n = utf8_length(t.at + i, t.length - i);
        if (n == 0 || t.at[i] == 0)
            return i;
        i += n;
    }
    return t.length;
}

static int read_oscal(const struct format_input *in, struct plant *into, struct problems *found)
{
    const char *end = NULL;
    size_t bad = bad_byte(in->content);

    if (bad < in->content.length) {
        problems_say(found, -EINVAL, "%s byte %zu: not UTF-8", in->name, bad + 1);
        return -EINVAL;
    }
    cJSON *json = cJSON_ParseWithLengthOpts(in->content.at ? in->content.at : "",
                                            in->content.length, &end, false);

    if (!json) {
        problems_say(found, -EINVAL, "%s: it is not JSON, from byte %zu on", in->name,
                     end && in->content.at ? (size_t)(end - in->content.at) + 1 : 1);
        return -EINVAL;
    }
    int rc = read_document(in, json, into, found);
    cJSON_Delete(json);
    return rc;
}

const struct format oscal_format = {
    .name = "oscal",
    .title = "an OSCAL catalog, profile or mapping (JSON)",
    .bytes_most = OSCAL_BYTES_MOST,
    .merges = true,
    .read = read_oscal,
};
