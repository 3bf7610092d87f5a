#include "report/output/docx.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/embedded.h"
#include "base/file.h"
#include "report/output/renderer.h"
#include "report/report.h"

enum {
    DOCX_BYTES_MOST = 256 << 20,
    REFERENCE_BYTES_MOST = 16 << 20,
    SECONDS_MOST = 300,
    SECOND_US = 1000000
};

extern const struct embedded report_reference;

static const char *const pandoc[] = { "/usr/local/bin/pandoc", "/usr/bin/pandoc", NULL };

static const char *first_there(const char *const *programs)
{
    while (*programs && access(*programs, X_OK) != 0)
        programs++;
    return *programs;
}

int docx_from_html(const char *const *programs, struct text html, struct text reference,
                   moment_us date, struct buffer *out, struct problem *why)
{
    const char *program = first_there(programs);
    char epoch[48];

    if (!program)
        return problem_set(why, -ENOENT,
                           "a DOCX needs pandoc, which is not installed here: install the package "
                           "\"pandoc\", or write the report as .html");
    snprintf(epoch, sizeof epoch, "SOURCE_DATE_EPOCH=%" PRId64, date / SECOND_US);
    const struct renderer renderer = {
        .name = "pandoc",
        .arguments = { program, "--from=html", "--to=docx", "--reference-doc=reference.docx",
                       "--output=-" },
        .environment = { epoch, "LC_ALL=C.UTF-8", "PATH=/usr/bin:/bin" },
        .beside = { "reference.docx", reference },
        .seconds_most = SECONDS_MOST,
        .memory_most = (uint64_t)2 << 30,
        .bytes_most = DOCX_BYTES_MOST,
    };
    return renderer_run(&renderer, html, out, why);
}

/* Where `part` begins in the text; its length when it is not there. */
static size_t find(struct text t, const char *part)
{
    size_t length = strlen(part);

    for (size_t i = 0; i + length <= t.length; i++)
        if (memcmp(t.at + i, part, length) == 0)
            return i;
    return t.length;
}

static struct text behind(struct text t, size_t bytes)
{
    return bytes < t.length ? (struct text){ t.at + bytes, t.length - bytes } : (struct text){ 0 };
}

void docx_leave_drawings_out(struct text html, struct buffer *out)
{
    static const char begin[] = "<svg", end[] = "</svg>";

    while (html.length) {
        size_t until = find(html, begin);
        buffer_bytes(out, html.at, until);
        html = behind(html, until);
        if (!html.length)
            break;
        buffer_string(out, "<p>The drawing is in the HTML and the PDF of this document.</p>");
        html = behind(html, find(html, end) + sizeof end - 1);
    }
}

/* The owner's reference.docx in the plant's folder, where there is one; else our own. */
static int reference_of(const struct report_input *in, struct arena *into, struct text *reference,
                        struct problem *why)
{
    const char *own = text_string(text_format(into, "%s/reference.docx", in->plant_folder), into);

    if (access(own, F_OK) == 0)
        return file_read(own, REFERENCE_BYTES_MOST, into, reference, why);
    *reference = embedded_text(embedded_find(&report_reference, "reference.docx"));
    return 0;
}

static int write_docx(const struct document *document, const struct report_input *in,
                      struct buffer *out, struct problem *why)
{
    struct buffer html = BUFFER_KEPT, plain = BUFFER_KEPT;
    struct arena text;
    struct text reference;

    arena_create(&text, ARENA_TRUSTED);
    int rc = reference_of(in, &text, &reference, why);
    if (rc == 0) {
        report_html(document, in, OUTPUT_docx, &html);
        docx_leave_drawings_out(buffer_view(&html), &plain);
        rc = docx_from_html(pandoc, buffer_view(&plain), reference, in->assessment->plant->today,
                            out, why);
    }
    buffer_free(&html);
    buffer_free(&plain);
    arena_destroy(&text);
    return rc;
}

const struct output_driver docx_output = {
    ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", true,
    write_docx
};
