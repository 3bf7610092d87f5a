#include "report/report.h"
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

int report_write(const char *document, enum output output, const struct report_input *in,
                 struct buffer *out, struct problem *why)
{
    if (document_check(document, why) < 0)
        return why->code;
    return output_table[output]->write(document_find(text_of(document)), in, out, why);
}

void report_html(const struct document *document, const struct report_input *in, enum output output,
                 struct buffer *out)
{
    const struct plant *plant = in->assessment->plant;
    struct html h = html_page(out, document->title, plant->program.plant, plant->today);

    document->html(&h, in, output);
    html_page_end(&h);
}
