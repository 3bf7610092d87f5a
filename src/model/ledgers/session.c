#include "model/ledgers/session.h"

#include "model/program.h"

static const char *const method_words[] = {
    "document review", "interview", "record review", "observation", "configuration inspection",
    "sampling",        NULL
};

static const struct ledger_field fields[] = {
    { LEDGER_TEXT(struct session, id, "Id", 64), .required = true, .main = true },
    { LEDGER_TEXT(struct session, assessment, "Assessment", 64), .required = true, .main = true,
      .refers = REFERS_ledger, .ledger = "assessments" },
    { LEDGER_DATE(struct session, held, "Held on"), .required = true, .main = true },
    { LEDGER_WORD(struct session, method, "Method", method_words), .required = true, .main = true },
    { LEDGER_LIST(struct session, participants, "Participants"), .main = true },
    { LEDGER_LIST(struct session, requirements, "Requirements"), .main = true,
      .refers = REFERS_requirement },
    { LEDGER_PROSE(struct session, sample, "Sample"),
      .help = "What was drawn, from how many, and how it was chosen." },
    { LEDGER_PROSE(struct session, notes, "Notes") },
};

const struct ledger session_ledger = {
    .name = "sessions",
    .title = "Sessions",
    .one = "session",
    .prefix = "SE-",
    .about = "When and how the assessment looked: meetings, reviews, walks, with whom and about "
             "which requirements.",
    LEDGER_FIELDS(fields),
    .keys = 1,
    .size = sizeof(struct session),
    .rows = offsetof(struct program, sessions),
};
