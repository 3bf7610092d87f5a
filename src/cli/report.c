/*
 * report.c - documents from a plant's figures.
 */
#include <errno.h>
#include <stdio.h>

#include "base/file.h"
#include "cli/desk.h"
#include "report/report.h"
#include "store/document.h"

static struct {
    const char *out, *today, *subject, *table;
} chosen;

static const struct option options[] = {
    { "--out", OPTION_TEXT, &chosen.out, "FILE",
      "where to; its ending chooses .html, .pdf, .docx, .xlsx, .csv or .json" },
    { "--for", OPTION_TEXT, &chosen.subject, "ID",
      "the zone, program element or action that the document is of" },
    { "--table", OPTION_TEXT, &chosen.table, "NAME", "the table that a .csv holds" },
    { "--today", OPTION_TEXT, &chosen.today, "DATE", "figures as of this day, 2026-11-23" },
    { 0 },
};

static int write_report(const struct desk *d, const char *folder, const char *document,
                        enum output output, struct problem *why)
{
    const struct report_input in = {
        .assessment = &d->figures,
        .catalogue = &d->catalogue,
        .version = BULKHEAD_VERSION,
        .plant_folder = folder,
        .subject = text_of(chosen.subject),
        .table = text_of(chosen.table),
    };
    struct buffer bytes = BUFFER_KEPT;

    int rc = report_write(document, output, &in, &bytes, why);
    if (rc == 0)
        rc = file_write(chosen.out, buffer_view(&bytes), why);
    if (rc == 0)
        rc = store_sign_document(d->store, chosen.out, why);
    buffer_free(&bytes);
    return rc;
}

static int run(const struct command *self, struct arguments given)
{
    struct problem why;
    struct desk desk;
    enum output output;

    if (options_parse(options, &given, 2, 2, &why) < 0)
        return command_misused(self, &why);
    if (!chosen.out) {
        problem_set(&why, -EINVAL,
                    "--out FILE is missing: a report is never written over a terminal");
        return command_misused(self, &why);
    }
    if (output_of_path(chosen.out, &output, &why) < 0 || document_check(given.items[1], &why) < 0)
        return command_fails(self, &why);
    int rc = desk_open(&desk, given.items[0], chosen.today, &why);
    if (rc == 0) {
        desk_judge(&desk);
        rc = write_report(&desk, given.items[0], given.items[1], output, &why);
    }
    desk_close(&desk);
    return rc < 0 ? command_fails(self, &why) : EXIT_DONE;
}

const struct command report_command = {
    .name = "report",
    .usage = "PLANT DOCUMENT --out FILE [--for ID] [--table NAME] [--today DATE]",
    .help = "Documents from the figures, as HTML, PDF, DOCX, XLSX, CSV or JSON",
    .about =
        "The same plant and day give the same bytes. HTML needs nothing and is one file; a PDF is\n"
        "made by WeasyPrint and a DOCX by pandoc, which must be installed. FILE.sig beside it is its signature by the\n"
        "plant's key, for 'bulkhead verify FILE'. DOCUMENT is one of: assessment,\n"
        "executive-brief, interim-report, statement-of-applicability, readiness-dossier,\n"
        "roadmap, action-sheets, evidence-index, requirements-specification, policy; and as JSON\n"
        "oscal-catalog, oscal-profile, oscal-mapping, oscal-assessment-plan,\n"
        "oscal-assessment-results, oscal-poam.",
    .run = run,
    .options = options,
};
