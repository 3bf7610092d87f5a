/*
 * oscal_catalog.c - the requirements of IEC 62443-2-1, 3-3 and 4-2 as an OSCAL catalog:
 * identifiers and levels of the standards, statements in our own words.
 */
#include "report/oscal/oscal.h"

static const char *const level_columns[] = { "sl1", "sl2", "sl3", "sl4" };

static void print_levels(struct json *j, const struct table *t, const struct table_row *row,
                         const struct page *page)
{
    if (table_column(t, "sl1") == COLUMN_NONE)
        return;
    for (size_t i = 0; i < COUNT_OF(level_columns); i++)
        if (text_is(table_value(t, row, level_columns[i]), "1")) {
            oscal_prop(j, "selected-from-sl", text_format(page->text, "%zu", i + 1), page);
            return;
        }
}

static void print_control(struct json *j, const struct table *t, const struct table_row *row,
                          const struct page *page)
{
    struct text id = table_value(t, row, "id"), title = table_value(t, row, "title");

    json_object(j, NULL);
    json_text(j, "id", oscal_control(id, page->text));
    oscal_text(j, "title", title, "-", page);
    json_array(j, "props");
    json_object(j, NULL);
    json_string(j, "name", "label");
    json_text(j, "value", id);
    json_object_end(j);
    print_levels(j, t, row, page);
    oscal_prop(j, "component-types", table_value(t, row, "component_types"), page);
    json_array_end(j);
    json_array(j, "parts");
    json_object(j, NULL);
    json_text(j, "id", oscal_statement(id, page->text));
    json_string(j, "name", "statement");
    oscal_text(j, "prose", title, "-", page);
    json_object_end(j);
    json_array_end(j);
    json_object_end(j);
}

/* Rows that stand under one value of a column, which are side by side, are a group. */
static void print_groups(struct json *j, const char *table, const char *column, const char *prefix,
                         const struct page *page)
{
    const struct table *t = catalogue_table(page->in->catalogue, text_of(table));
    struct text group = { 0 };
    unsigned number = 0;

    for (ARRAY_EACH(const struct table_row, row, &t->rows)) {
        struct text here = table_value(t, row, column);
        if (number == 0 || !text_equal(here, group)) {
            if (number++) {
                json_array_end(j);
                json_object_end(j);
            }
            group = here;
            json_object(j, NULL);
            json_text(j, "id",
                      text_format(page->text, "%s-%u", table[0] == '2' ? "spe" : prefix, number));
            oscal_text(j, "title",
                       table[0] == '2'
                           ? here
                           : text_format(page->text, "IEC 62443-%s, FR %.*s", table, SHOWN(here)),
                       "-", page);
            json_array(j, "controls");
        }
        print_control(j, t, row, page);
    }
    if (number) {
        json_array_end(j);
        json_object_end(j);
    }
}

static void print_json(struct json *j, const struct page *page)
{
    oscal_begin(j, page, "catalog", "Requirements of IEC 62443-2-1, 3-3 and 4-2 by identifier");
    json_array(j, "groups");
    print_groups(j, "2-1", "spe", "spe", page);
    print_groups(j, "3-3", "fr", "system", page);
    print_groups(j, "4-2", "fr", "component", page);
    json_array_end(j);
    oscal_end(j);
}

const struct document oscal_catalog_document = {
    .name = "oscal-catalog",
    .title = "OSCAL catalog",
    .about = "The requirements of IEC 62443-2-1, 3-3 and 4-2 by identifier, in our own wording.",
    .json = print_json,
};
