/*
 * oscal_mapping.c - system requirements against component requirements, as an OSCAL
 * mapping of our catalog onto itself.
 */
#include "report/oscal/oscal.h"

static void print_items(struct json *j, const char *key, struct text ids, const struct page *page)
{
    json_array(j, key);
    for (struct text rest = ids, id; list_next(&rest, &id);) {
        json_object(j, NULL);
        json_string(j, "type", "control");
        json_text(j, "id-ref", oscal_control(id, page->text));
        json_object_end(j);
    }
    json_array_end(j);
}

static void print_map(struct json *j, struct text system, struct text components,
                      const struct page *page)
{
    json_object(j, NULL);
    oscal_uuid(j, "uuid", page, "map", system);
    json_string(j, "relationship", "intersects-with");
    print_items(j, "sources", system, page);
    print_items(j, "targets", components, page);
    json_object_end(j);
}

static void print_resource(struct json *j, const char *key)
{
    json_object(j, key);
    json_string(j, "type", "catalog");
    json_string(j, "href", "oscal-catalog.json");
    json_object_end(j);
}

static void print_json(struct json *j, const struct page *page)
{
    const struct table *t = catalogue_table(page->in->catalogue, TEXT("trace-3-3-4-2"));

    oscal_begin(j, page, "mapping-collection", "From system to component requirements");
    json_object(j, "provenance");
    json_string(j, "method", "human");
    json_string(j, "matching-rationale", "syntactic");
    json_string(j, "status", "complete");
    json_string(j, "mapping-description",
                "IEC 62443-3-3 and 4-2 number what belongs together alike; enhancements are not "
                "parallel and are left out.");
    json_object_end(j);
    json_array(j, "mappings");
    json_object(j, NULL);
    oscal_uuid(j, "uuid", page, "mapping", TEXT("3-3 to 4-2"));
    print_resource(j, "source-resource");
    print_resource(j, "target-resource");
    json_array(j, "maps");
    for (ARRAY_EACH(const struct table_row, row, &t->rows)) {
        struct text components = table_value(t, row, "component_requirements");
        if (components.length && !text_is(components, "none"))
            print_map(j, table_value(t, row, "sr"), components, page);
    }
    json_array_end(j);
    json_object_end(j);
    json_array_end(j);
    oscal_end(j);
}

const struct document oscal_mapping_document = {
    .name = "oscal-mapping",
    .title = "OSCAL mapping",
    .about = "System requirements against component requirements, by the number that they share.",
    .json = print_json,
};
