#include "report/report.h"
#include "report/document.h"
#include "report/page.h"

#include <errno.h>
#include <string.h>

#define DOCUMENT(name) extern const struct document name##_document;
#include "report/documents.def"
#undef DOCUMENT
#define OUTPUT(name) extern const struct output_driver name##_output;
#include "report/outputs.def"
#undef OUTPUT

const struct document *const document_table[] = {
#define DOCUMENT(name) &name##_document,
#include "report/documents.def"
#undef DOCUMENT
    NULL,
};

const struct output_driver *const output_table[OUTPUT_COUNT] = {
#define OUTPUT(name) [OUTPUT_##name] = &name##_output,
#include "report/outputs.def"
#undef OUTPUT
};

const struct document *document_find(struct text name)
{
    for (const struct document *const *d = document_table; *d; d++)
        if (text_is(name, (*d)->name))
            return *d;
    return NULL;
}

static bool ends_with(const char *path, const char *suffix)
{
    size_t length = strlen(path), ending = strlen(suffix);

    return length > ending && strcmp(path + length - ending, suffix) == 0;
}

int output_of_path(const char *path, enum output *output, struct problem *why)
{
    struct buffer known = BUFFER_KEPT;

    for (size_t i = 0; i < OUTPUT_COUNT; i++) {
        buffer_format(&known, "%s%s", i ? ", " : "", output_table[i]->suffix);
        if (ends_with(path, output_table[i]->suffix)) {
            *output = (enum output)i;
            buffer_free(&known);
            return 0;
        }
    }
    problem_set(why, -EINVAL, "%s: a report is written as one of %.*s, by how its name ends", path,
                SHOWN(buffer_view(&known)));
    buffer_free(&known);
    return why->code;
}

int document_check(const char *name, struct problem *why)
{
    struct buffer known = BUFFER_KEPT;

    if (document_find(text_of(name)))
        return 0;
    for (const struct document *const *d = document_table; *d; d++)
        buffer_format(&known, "%s%s", known.length ? ", " : "", (*d)->name);
    problem_set(why, -EINVAL, "%s: there is no such document; there is: %.*s", name,
                SHOWN(buffer_view(&known)));
    buffer_free(&known);
    return why->code;
}

static int subject_check(const struct document *document, const struct report_input *in,
                         struct problem *why)
{
    struct subjects all;
    struct buffer known = BUFFER_KEPT;
    bool found = !document->needs_subject && !in->subject.length;

    subjects_list(&all, document->subject, in->assessment);
    for (ARRAY_EACH(const struct subject_row, row, &all.rows)) {
        found |= in->subject.length && text_equal(row->id, in->subject);
        buffer_format(&known, "%s%.*s", known.length ? ", " : "", SHOWN(row->id));
    }
    if (found)
        problem_set(why, 0, "%s", "");
    else if (document->subject == SUBJECT_plant)
        problem_set(why, -EINVAL, "%s: it is of the whole plant, and of no \"%.*s\"",
                    document->name, SHOWN(in->subject));
    else if (!all.rows.count)
        problem_set(why, -EINVAL, "%s: it is of one %s, and the plant has none; add one first",
                    document->name, subject_name(document->subject));
    else
        problem_set(why, -EINVAL, "%s: it is of one %s (--for), which is one of: %.*s",
                    document->name, subject_name(document->subject), SHOWN(buffer_view(&known)));
    buffer_free(&known);
    subjects_finish(&all);
    return found ? 0 : why->code;
}

int report_write(const char *name, enum output output, const struct report_input *in,
                 struct buffer *out, struct problem *why)
{
    if (document_check(name, why) < 0)
        return why->code;
    const struct document *document = document_find(text_of(name));
    if (!document->html && output != OUTPUT_json)
        return problem_set(why, -EINVAL, "%s: it is written as .json only", name);
    if (subject_check(document, in, why) < 0)
        return why->code;
    return output_table[output]->write(document, in, out, why);
}

static void write_document(const struct document *document, const struct report_input *in,
                           enum output output, struct buffer *out, struct tables *tables)
{
    struct arena text;
    struct page page;

    page_begin(&page, document, in, output, &text);
    struct html h =
        html_page(out, document->title, document->class, page.program->plant, page.plant->today);
    h.tables = tables;
    document->html(&h, &page);
    html_page_end(&h);
    page_finish(&page);
}

void report_html(const struct document *document, const struct report_input *in, enum output output,
                 struct buffer *out)
{
    write_document(document, in, output, out, NULL);
}

void report_tables(const struct document *document, const struct report_input *in,
                   enum output output, struct tables *tables)
{
    struct buffer unread = BUFFER_KEPT;

    tables_init(tables);
    write_document(document, in, output, &unread, tables);
    buffer_free(&unread);
}
