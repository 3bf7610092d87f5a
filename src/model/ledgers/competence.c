#include "model/ledgers/competence.h"

#include "model/program.h"

static const char *const level_words[] = { "aware", "competent", "expert", NULL };

static const struct ledger_field fields[] = {
    { LEDGER_TEXT(struct competence, function, "Function", 200), .required = true, .main = true },
    { LEDGER_TEXT(struct competence, topic, "Topic", 200), .required = true, .main = true },
    { LEDGER_WORD(struct competence, level, "At least", level_words), .required = true,
      .main = true },
    { LEDGER_NUMBER(struct competence, months, "Renewed after months", 600), .main = true,
      .help = "0: once is enough." },
};

const struct ledger competence_ledger = {
    .name = "competences",
    .title = "Competences",
    .one = "needed competence",
    .about = "Which training each function needs. A person who lacks it, or whose training ran "
             "out, is shown.",
    LEDGER_FIELDS(fields),
    .keys = 2,
    .size = sizeof(struct competence),
    .rows = offsetof(struct program, competences),
};
