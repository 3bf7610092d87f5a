#include "model/ledgers/finding.h"

#include "model/program.h"
#include "model/program_check.h"

static const char *const grade_words[] = { "major nonconformity",
                                           "minor nonconformity",
                                           "observation",
                                           "opportunity",
                                           "gap",
                                           "partial",
                                           NULL };
static const char *const state_words[] = { "open", "corrected", "verified", "accepted", NULL };

static const struct ledger_field fields[] = {
    { LEDGER_TEXT(struct finding, id, "Id", 64), .required = true, .main = true },
    { LEDGER_TEXT(struct finding, title, "Title", 300), .required = true, .main = true },
    { LEDGER_TEXT(struct finding, assessment, "Assessment", 64), .refers = REFERS_ledger,
      .ledger = "assessments" },
    { LEDGER_TEXT(struct finding, requirement, "Requirement", 64), .main = true,
      .refers = REFERS_requirement },
    { LEDGER_TEXT(struct finding, scope, "Scope", 64), .refers = REFERS_ledger,
      .ledger = "scopes" },
    { LEDGER_TEXT(struct finding, zone, "Zone", 64), .refers = REFERS_zone },
    { LEDGER_WORD(struct finding, grade, "Grade", grade_words), .required = true, .main = true },
    { LEDGER_PROSE(struct finding, objective, "What was seen"), .required = true },
    { LEDGER_LIST(struct finding, evidence, "Evidence"), .refers = REFERS_ledger,
      .ledger = "evidence" },
    { LEDGER_TEXT(struct finding, signal, "Signal", 64), .refers = REFERS_signal },
    { LEDGER_PROSE(struct finding, cause, "Root cause") },
    { LEDGER_PROSE(struct finding, consequence, "What it may lead to") },
    { LEDGER_WORD(struct finding, state, "State", state_words), .required = true, .main = true },
    { LEDGER_DATE(struct finding, raised, "Raised"), .required = true, .main = true },
    { LEDGER_TEXT(struct finding, raised_by, "Raised by", 200) },
    { LEDGER_DATE(struct finding, due, "Due"), .main = true },
    { LEDGER_DATE(struct finding, verified, "Verified on") },
    { LEDGER_TEXT(struct finding, verified_by, "Verified by", 200) },
    { LEDGER_PROSE(struct finding, verification, "How it was verified") },
};

static void check(const struct row_check *c, const void *row)
{
    const struct finding *f = row;
    bool verified = text_is(f->state, "verified");

    if (verified && (!f->verified || !f->verified_by.length))
        check_fails(c, "is verified and needs the day and who did it");
    if (f->verified && f->verified < f->raised)
        check_fails(c, "was verified before it was raised");
}

const struct ledger finding_ledger = {
    .name = "findings",
    .title = "Findings",
    .one = "finding",
    .prefix = "F-",
    .about = "What is not as it must be: seen by an assessor or by a signal, graded, explained, "
             "mended, verified.",
    LEDGER_FIELDS(fields),
    .keys = 1,
    .size = sizeof(struct finding),
    .rows = offsetof(struct program, findings),
    .check = check,
};
