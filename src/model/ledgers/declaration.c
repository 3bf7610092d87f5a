#include "model/ledgers/declaration.h"

#include "model/program.h"

static const struct ledger_field fields[] = {
    { LEDGER_TEXT(struct declaration, product, "Product", 64), .required = true, .main = true,
      .refers = REFERS_ledger, .ledger = "products" },
    { LEDGER_TEXT(struct declaration, requirement, "Requirement of 4-1 or 4-2", 64),
      .required = true, .main = true, .refers = REFERS_standard, .ledger = "4-2;4-1" },
    { LEDGER_LEVEL(struct declaration, level, "Level", 4), .main = true,
      .help = "SL-C of a 4-2 row, maturity level of a 4-1 row; 0: not met." },
    { LEDGER_TEXT(struct declaration, evidence, "Evidence", 64), .main = true,
      .refers = REFERS_ledger, .ledger = "evidence" },
    { LEDGER_PROSE(struct declaration, note, "Note") },
};

const struct ledger declaration_ledger = {
    .name = "declarations",
    .title = "Supplier declarations",
    .one = "declaration",
    .about = "What suppliers declare. Send the questionnaire out as a sheet and import it when it "
             "comes back.",
    LEDGER_FIELDS(fields),
    .keys = 2,
    .size = sizeof(struct declaration),
    .rows = offsetof(struct program, declarations),
};
