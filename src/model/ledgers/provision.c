#include "model/ledgers/provision.h"

#include "model/program.h"

static const struct ledger_field fields[] = {
    { LEDGER_TEXT(struct provision, party, "Provider", 64), .required = true, .main = true,
      .refers = REFERS_ledger, .ledger = "parties" },
    { LEDGER_TEXT(struct provision, requirement, "Requirement of 2-4", 64), .required = true,
      .main = true, .refers = REFERS_standard, .ledger = "2-4" },
    { LEDGER_FLAG(struct provision, required, "Asked for"), .main = true },
    { LEDGER_LEVEL(struct provision, declared, "Declared", 4), .main = true },
    { LEDGER_LEVEL(struct provision, shown, "Shown", 4), .main = true },
    { LEDGER_TEXT(struct provision, evidence, "Evidence", 64), .main = true,
      .refers = REFERS_ledger, .ledger = "evidence" },
    { LEDGER_TEXT(struct provision, contract, "Contract clause", 300) },
    { LEDGER_PROSE(struct provision, note, "Note") },
};

const struct ledger provision_ledger = {
    .name = "provisions",
    .title = "Service provider profiles",
    .one = "profile row",
    .about = "What each service provider must be able to do, says it does, and has shown.",
    LEDGER_FIELDS(fields),
    .keys = 2,
    .size = sizeof(struct provision),
    .rows = offsetof(struct program, provisions),
};
