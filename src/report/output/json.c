/*
 * json.c - what a document says in JSON, or else its tables.
 */
#include "report/document.h"

static void print_table(struct json *j, const struct kept_table *t)
{
    json_object(j, NULL);
    json_text(j, "name", t->name);
    json_text(j, "title", t->title);
    json_array(j, "columns");
    for (ARRAY_EACH(const struct text, column, &t->columns))
        json_text(j, NULL, *column);
    json_array_end(j);
    json_array(j, "rows");
    for (size_t row = 0; row < kept_table_rows(t); row++) {
        json_array(j, NULL);
        for (size_t column = 0; column < t->columns.count; column++)
            json_text(j, NULL, kept_table_cell(t, row, column));
        json_array_end(j);
    }
    json_array_end(j);
    json_object_end(j);
}

static void print_tables(struct json *j, const struct page *page)
{
    struct tables tables;

    report_tables(page->document, page->in, OUTPUT_json, &tables);
    json_object(j, NULL);
    json_text(j, "format", text_format(page->text, "bulkhead-report-%s/1", page->document->name));
    json_string(j, "title", page->document->title);
    json_text(j, "plant", page->program->plant);
    json_text_or_null(j, "subject", page->in->subject);
    json_string(j, "date", date_words(page->plant->today, page->text));
    json_string(j, "version", page->in->version);
    json_array(j, "tables");
    for (ARRAY_EACH(const struct kept_table, t, &tables.items))
        print_table(j, t);
    json_array_end(j);
    json_object_end(j);
    tables_finish(&tables);
}

static int write_json(const struct document *document, const struct report_input *in,
                      struct buffer *out, struct problem *why)
{
    struct json j = json_to(out);
    struct arena text;
    struct page page;

    (void)why;
    page_begin(&page, document, in, OUTPUT_json, &text);
    if (document->json)
        document->json(&j, &page);
    else
        print_tables(&j, &page);
    buffer_char(out, '\n');
    page_finish(&page);
    return 0;
}

const struct output_driver json_output = { ".json", "application/json", false, write_json };
