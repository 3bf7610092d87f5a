/*
 * documents.c - the documents of the plant, made when they are asked for.
 */
#include <errno.h>
#include <pthread.h>

#include "api/live.h"
#include "api/route.h"
#include "report/report.h"

/* One file, with its style inside and no script: all that it may do is look as it does. */
#define REPORT_POLICY                                                                              \
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "              \
    "form-action 'none'; frame-ancestors 'none'"

struct document_query {
    enum output output;
    struct text subject, table;
};

static bool parse_output(struct text t, void *output)
{
    for (size_t i = 0; i < OUTPUT_COUNT; i++) {
        if (!text_is(t, output_table[i]->suffix + 1))
            continue;
        *(enum output *)output = (enum output)i;
        return true;
    }
    return false;
}

static const struct input_field document_fields[] = {
    INPUT_PARSED(struct document_query, output, "format", parse_output,
                 "must be html, pdf, docx, xlsx, csv or json"),
    INPUT_TEXT(struct document_query, subject, "for", 0, 200),
    INPUT_TEXT(struct document_query, table, "table", 0, 200),
};
const struct shape document_query = SHAPE(struct document_query, document_fields);

static void print_subjects(struct json *j, const struct document *d, const struct assessment *a)
{
    struct subjects all;

    json_object(j, "subject");
    json_string(j, "kind", subject_name(d->subject));
    json_bool(j, "needed", d->needs_subject);
    json_array(j, "choices");
    subjects_list(&all, d->subject, a);
    for (ARRAY_EACH(const struct subject_row, row, &all.rows)) {
        json_object(j, NULL);
        json_text(j, "id", row->id);
        json_text(j, "title", row->title);
        json_object_end(j);
    }
    subjects_finish(&all);
    json_array_end(j);
    json_object_end(j);
}

int documents_list(struct request *r, struct problem *why)
{
    struct json j = reply_json(&r->reply);
    (void)why;

    json_object(&j, NULL);
    json_array(&j, "rows");
    for (const struct document *const *d = document_table; *d; d++) {
        json_object(&j, NULL);
        json_string(&j, "name", (*d)->name);
        json_string(&j, "title", (*d)->title);
        json_string(&j, "about", (*d)->about);
        json_array(&j, "formats");
        for (size_t i = 0; i < OUTPUT_COUNT; i++)
            if ((*d)->html || i == OUTPUT_json)
                json_string(&j, NULL, output_table[i]->suffix + 1);
        json_array_end(&j);
        print_subjects(&j, *d, &r->view->assessment);
        json_object_end(&j);
    }
    json_array_end(&j);
    json_object_end(&j);
    return 0;
}

static int write_document(struct request *r, const char *document, const struct document_query *q,
                          struct problem *why)
{
    const struct report_input in = {
        .assessment = &r->view->assessment,
        .catalogue = live_catalogue(r->live),
        .version = BULKHEAD_VERSION,
        .plant_folder = live_plant(r->live),
        .subject = q->subject,
        .table = q->table,
    };

    r->reply.type = output_table[q->output]->media;
    if (q->output == OUTPUT_html)
        r->reply.policy = REPORT_POLICY;
    return report_write(document, q->output, &in, &r->reply.body, why);
}

/* Laying out takes seconds and holds one of the server's threads, so it is done one at a time. */
static int lay_out(struct request *r, const char *document, const struct document_query *q,
                   struct problem *why)
{
    static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

    if (pthread_mutex_trylock(&one_at_a_time) != 0)
        return problem_set(why, -EBUSY,
                           "another document is being laid out; ask again in a moment");
    int rc = write_document(r, document, q, why);
    pthread_mutex_unlock(&one_at_a_time);
    if (rc == -ENOENT) /* the renderer is not here, which is no address that is missing */
        rc = why->code = -ENOTSUP;
    return rc;
}

static int answer(struct request *r, const char *document, const struct document_query *q,
                  struct problem *why)
{
    bool shown = q->output == OUTPUT_html || q->output == OUTPUT_pdf;
    struct text name =
        text_format(&r->arena, "%s; filename=\"%s%s\"", shown ? "inline" : "attachment", document,
                    output_table[q->output]->suffix);

    if (q->output != OUTPUT_html)
        r->reply.download = name.at;
    return output_table[q->output]->laid_out ? lay_out(r, document, q, why)
                                             : write_document(r, document, q, why);
}

int document_get(struct request *r, struct problem *why)
{
    const struct document *d = document_find(r->path[0]);

    if (!d)
        return problem_set(why, -ENOENT, "there is no document \"%.*s\"", SHOWN(r->path[0]));
    return answer(r, d->name, r->input, why);
}

int report_html_get(struct request *r, struct problem *why)
{
    return answer(r, "assessment", &(struct document_query){ .output = OUTPUT_html }, why);
}

int report_pdf_get(struct request *r, struct problem *why)
{
    return answer(r, "assessment", &(struct document_query){ .output = OUTPUT_pdf }, why);
}
