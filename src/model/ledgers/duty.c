#include "model/ledgers/duty.h"

#include "model/program.h"

static const char *const letters_words[] = { "R", "A", "RA", "C", "I", NULL };

static const struct ledger_field fields[] = {
    { LEDGER_TEXT(struct duty, requirement, "Requirement", 64), .required = true, .main = true,
      .refers = REFERS_requirement },
    { LEDGER_TEXT(struct duty, role, "Role", 100), .required = true, .main = true },
    { LEDGER_WORD(struct duty, letters, "Part", letters_words), .required = true, .main = true },
    { LEDGER_TEXT(struct duty, party, "Performed by", 64), .main = true, .refers = REFERS_ledger,
      .ledger = "parties" },
    { LEDGER_LIST(struct duty, reference, "Reference in IEC 62443-2-4"), .main = true,
      .refers = REFERS_standard, .ledger = "2-4" },
    { LEDGER_TEXT(struct duty, contract, "Contract", 300) },
};

const struct ledger duty_ledger = {
    .name = "duties",
    .title = "Responsibilities",
    .one = "responsibility",
    .about = "Who does what for each requirement. Propose them from the catalogue, then make them "
             "yours.",
    LEDGER_FIELDS(fields),
    .keys = 2,
    .size = sizeof(struct duty),
    .rows = offsetof(struct program, duties),
};
