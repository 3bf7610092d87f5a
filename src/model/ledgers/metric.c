#include "model/ledgers/metric.h"

#include "model/program.h"
#include "model/program_check.h"

static const char *const source_words[] = { "typed", "signal", "figure", NULL };
static const char *const better_words[] = { "higher", "lower", NULL };

static const struct ledger_field fields[] = {
    { LEDGER_TEXT(struct metric, id, "Id", 64), .required = true, .main = true },
    { LEDGER_TEXT(struct metric, title, "Title", 300), .required = true, .main = true },
    { LEDGER_TEXT(struct metric, requirement, "Requirement", 64), .required = true, .main = true,
      .refers = REFERS_requirement },
    { LEDGER_PROSE(struct metric, definition, "Definition"), .required = true },
    { LEDGER_WORD(struct metric, source, "Source", source_words), .required = true, .main = true },
    { LEDGER_TEXT(struct metric, signal, "Signal", 64), .refers = REFERS_signal,
      .help = "Its number of rows is the value." },
    { LEDGER_TEXT(struct metric, figure, "Figure", 200),
      .help = "As `explain` names it; its supported level is the value." },
    { LEDGER_TEXT(struct metric, unit, "Unit", 40), .main = true },
    { LEDGER_NUMBER(struct metric, target, "Target", 1000000), .main = true },
    { LEDGER_WORD(struct metric, better, "Better is", better_words), .required = true,
      .main = true },
    { LEDGER_TEXT(struct metric, owner, "Owner", 200), .main = true },
};

static void check(const struct row_check *c, const void *row)
{
    const struct metric *m = row;

    if (text_is(m->source, "signal") != (m->signal.length != 0))
        check_fails(c, "names a signal if, and only if, its source is a signal");
    if (text_is(m->source, "figure") != (m->figure.length != 0))
        check_fails(c, "names a figure if, and only if, its source is a figure");
}

const struct ledger metric_ledger = {
    .name = "metrics",
    .title = "Metrics",
    .one = "metric",
    .prefix = "M-",
    .about = "How you know that it works: a definition, a source, a target. Level 4 rests on its "
             "series and reviews.",
    LEDGER_FIELDS(fields),
    .keys = 1,
    .size = sizeof(struct metric),
    .rows = offsetof(struct program, metrics),
    .check = check,
};
