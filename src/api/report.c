/*
 * report.c - the assessment report, made when it is asked for.
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

static int write_report(struct request *r, enum output output, struct problem *why)
{
    const struct report_input in = {
        .assessment = &r->view->assessment,
        .catalogue = live_catalogue(r->live),
        .version = BULKHEAD_VERSION,
        .plant_folder = live_plant(r->live),
    };

    r->reply.type = output_table[output]->media;
    return report_write("assessment", output, &in, &r->reply.body, why);
}

int report_html_get(struct request *r, struct problem *why)
{
    r->reply.policy = REPORT_POLICY;
    return write_report(r, OUTPUT_html, why);
}

/* Laying out takes seconds and holds one of the server's threads, so it is done one at a time. */
int report_pdf_get(struct request *r, struct problem *why)
{
    static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

    if (pthread_mutex_trylock(&one_at_a_time) != 0)
        return problem_set(why, -EBUSY, "another PDF is being laid out; ask again in a moment");
    int rc = write_report(r, OUTPUT_pdf, why);
    pthread_mutex_unlock(&one_at_a_time);
    if (rc == -ENOENT) /* there is no WeasyPrint here, which is no address that is missing */
        rc = why->code = -ENOTSUP;
    r->reply.download = "inline; filename=\"assessment.pdf\"";
    return rc;
}
