#include "model/ledgers/evidence.h"

#include "model/program.h"
#include "model/program_check.h"

static const struct ledger_field fields[] = {
    { LEDGER_TEXT(struct evidence, id, "Id", 64), .required = true, .main = true },
    { LEDGER_TEXT(struct evidence, requirement, "Requirement", 64), .required = true, .main = true,
      .refers = REFERS_requirement },
    { LEDGER_LEVEL(struct evidence, level, "Shows level", 4), .least = 1, .required = true,
      .main = true },
    { LEDGER_TEXT(struct evidence, kind, "Kind", 100), .required = true, .main = true },
    { LEDGER_TEXT(struct evidence, title, "Title", 300), .required = true, .main = true },
    { LEDGER_TEXT(struct evidence, custodian, "Custodian", 200), .main = true },
    { LEDGER_TEXT(struct evidence, scope, "Scope", 64), .main = true, .refers = REFERS_ledger,
      .ledger = "scopes" },
    { LEDGER_TEXT(struct evidence, digest, "SHA-256 of its file", 64), .kept = true },
    { LEDGER_TEXT(struct evidence, link, "Link", 2000) },
    { LEDGER_DATE(struct evidence, period_from, "Represents from") },
    { LEDGER_DATE(struct evidence, period_to, "Represents to") },
    { LEDGER_DATE(struct evidence, collected, "Collected"), .required = true, .main = true },
    { LEDGER_DATE(struct evidence, received, "Received") },
    { LEDGER_DATE(struct evidence, expires, "Counts until the day before"), .main = true },
};

/* A page may make an anchor of it. */
static bool runs_something(struct text link)
{
    static const char *const schemes[] = { "javascript:", "data:", "vbscript:", "blob:" };
    bool runs = false;

    for (size_t i = 0; i < COUNT_OF(schemes); i++)
        runs |= text_starts(link, schemes[i]);
    return runs;
}

static void check(const struct row_check *c, const void *row)
{
    const struct evidence *e = row;

    if (e->expires && e->expires <= e->collected)
        check_fails(c, "expires before it was collected");
    if (e->period_from && e->period_to && e->period_to < e->period_from)
        check_fails(c, "the period it represents ends before it begins");
    if (runs_something(e->link))
        check_fails(c, "\"link\" names a place, and nothing that runs");
}

const struct ledger evidence_ledger = {
    .name = "evidence",
    .title = "Evidence",
    .one = "evidence",
    .prefix = "EV-",
    .about = "What is shown for the claims. Add files one by one, or import a folder with a list.",
    LEDGER_FIELDS(fields),
    .keys = 1,
    .size = sizeof(struct evidence),
    .rows = offsetof(struct program, evidence),
    .check = check,
};
