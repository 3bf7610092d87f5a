#include "model/ledgers/policy.h"

#include "model/program.h"

static const char *const element_words[] = { "ORG",  "CM",    "NET",   "COMP", "DATA",
                                             "USER", "EVENT", "AVAIL", NULL };

static const struct ledger_field fields[] = {
    { LEDGER_TEXT(struct policy, id, "Id", 64), .required = true, .main = true },
    { LEDGER_WORD(struct policy, element, "Element", element_words), .required = true,
      .main = true },
    { LEDGER_TEXT(struct policy, title, "Title", 300), .required = true, .main = true },
    { LEDGER_MEMBER(struct policy, body, struct text), .title = "Text", .kind = LEDGER_prose,
      .most = 100000, .required = true },
    { LEDGER_TEXT(struct policy, owner, "Owner", 200), .main = true },
    { LEDGER_TEXT(struct policy, version, "Version", 40), .main = true },
    { LEDGER_DATE(struct policy, approved, "Approved"), .main = true },
    { LEDGER_TEXT(struct policy, approver, "Approved by", 200), .main = true },
    { LEDGER_DATE(struct policy, next_review, "Next review"), .main = true },
};

const struct ledger policy_ledger = {
    .name = "policies",
    .title = "Policies",
    .one = "policy",
    .prefix = "POL-",
    .about = "The policies of the program. Begin each from our starting text and make it yours.",
    LEDGER_FIELDS(fields),
    .keys = 1,
    .size = sizeof(struct policy),
    .rows = offsetof(struct program, policies),
};
