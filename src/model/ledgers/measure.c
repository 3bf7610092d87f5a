#include "model/ledgers/measure.h"

#include "model/program.h"

static const char *const kind_words[] = { "technical", "physical", "procedural", NULL };

static const struct ledger_field fields[] = {
    { LEDGER_TEXT(struct measure, id, "Id", 64), .required = true, .main = true },
    { LEDGER_TEXT(struct measure, title, "Title", 300), .required = true, .main = true },
    { LEDGER_TEXT(struct measure, requirement, "Requirement", 64), .required = true, .main = true,
      .refers = REFERS_requirement },
    { LEDGER_ADDRESS(struct measure, asset, "Asset"), .main = true },
    { LEDGER_TEXT(struct measure, legacy, "Legacy system", 64), .refers = REFERS_ledger,
      .ledger = "legacy" },
    { LEDGER_WORD(struct measure, kind, "Kind", kind_words) },
    { LEDGER_TEXT(struct measure, conduit, "Rests on the conduit", 64), .refers = REFERS_conduit,
      .help = "When traffic shows the conduit broken, the measure is contradicted." },
    { LEDGER_PROSE(struct measure, argument, "Why it is equivalent") },
    { LEDGER_TEXT(struct measure, approver, "Approved by", 200), .main = true },
    { LEDGER_PROSE(struct measure, residual, "What risk stays") },
    { LEDGER_PROSE(struct measure, exit_plan, "Way out") },
    { LEDGER_DATE(struct measure, tested, "Last tested"), .main = true },
    { LEDGER_TEXT(struct measure, tested_by, "Tested by", 200) },
    { LEDGER_FLAG(struct measure, effective, "The test showed it effective"), .main = true },
    { LEDGER_DATE(struct measure, expires, "Counts until the day before"), .required = true,
      .main = true },
    { LEDGER_NUMBER(struct measure, renewals, "Renewals", 1000000), .main = true, .kept = true },
};

/* A later expiry is one more renewal. */
static void renew(const void *old, void *row)
{
    const struct measure *before = old;
    struct measure *after = row;

    after->renewals += after->expires > before->expires;
}

const struct ledger measure_ledger = {
    .name = "measures",
    .title = "Compensating measures",
    .one = "measure",
    .prefix = "CM-",
    .about = "What stands in for a requirement that an asset cannot meet: argued, approved, "
             "tested, and for a time.",
    LEDGER_FIELDS(fields),
    .keys = 1,
    .size = sizeof(struct measure),
    .rows = offsetof(struct program, measures),
    .renew = renew,
};
