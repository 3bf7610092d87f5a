#include "model/ledgers/claim.h"

#include "model/program.h"
#include "model/program_check.h"

static const char *const method_words[] = {
    "document review",          "interview", "record review", "observation",
    "configuration inspection", "sampling",  "screening",     NULL
};

static const struct ledger_field fields[] = {
    { LEDGER_TEXT(struct claim, assessment, "Assessment", 64), .main = true,
      .refers = REFERS_ledger, .ledger = "assessments" },
    { LEDGER_TEXT(struct claim, requirement, "Requirement", 64), .required = true, .main = true,
      .refers = REFERS_requirement },
    { LEDGER_LEVEL(struct claim, level, "Claimed", 4), .main = true },
    { LEDGER_LEVEL(struct claim, target, "Target", 4), .main = true },
    { LEDGER_PROSE(struct claim, narrative, "Narrative") },
    { LEDGER_TEXT(struct claim, assessor, "Assessor", 200), .main = true },
    { LEDGER_WORD(struct claim, method, "Method", method_words), .main = true },
    { LEDGER_PROSE(struct claim, sample, "Sample") },
    { LEDGER_DATE(struct claim, at, "On"), .main = true },
    { LEDGER_FLAG(struct claim, not_applicable, "Not applicable") },
    { LEDGER_PROSE(struct claim, reason, "Reason") },
    { LEDGER_TEXT(struct claim, approver, "Approved by", 200) },
    { LEDGER_TEXT(struct claim, covered_by, "Covered by the ISMS", 300),
      .help = "Where the corporate management system answers it. That alone supports nothing." },
};

static void check(const struct row_check *c, const void *row)
{
    const struct claim *claim = row;

    if (claim->not_applicable && (!claim->reason.length || !claim->approver.length))
        check_fails(c, "not applicable needs a reason and an approver");
    if (claim->not_applicable && claim->level)
        check_fails(c, "not applicable claims no level");
}

const struct ledger claim_ledger = {
    .name = "claims",
    .title = "Claims",
    .one = "claim",
    .about =
        "What is claimed for each requirement. A claim counts only as far as evidence supports it.",
    LEDGER_FIELDS(fields),
    .keys = 2,
    .size = sizeof(struct claim),
    .rows = offsetof(struct program, claims),
    .check = check,
};
