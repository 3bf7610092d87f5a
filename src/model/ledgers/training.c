#include "model/ledgers/training.h"

#include "model/program.h"

static const char *const level_words[] = { "aware", "competent", "expert", NULL };

static const struct ledger_field fields[] = {
    { LEDGER_TEXT(struct training, id, "Id", 64), .required = true, .main = true },
    { LEDGER_TEXT(struct training, person, "Person", 64), .required = true, .main = true,
      .refers = REFERS_ledger, .ledger = "people" },
    { LEDGER_TEXT(struct training, topic, "Topic", 200), .required = true, .main = true },
    { LEDGER_WORD(struct training, level, "Level", level_words), .required = true, .main = true },
    { LEDGER_DATE(struct training, completed, "Completed"), .required = true, .main = true },
    { LEDGER_DATE(struct training, expires, "Counts until the day before"), .main = true },
    { LEDGER_TEXT(struct training, evidence, "Evidence", 64), .refers = REFERS_ledger,
      .ledger = "evidence" },
};

const struct ledger training_ledger = {
    .name = "trainings",
    .title = "Training",
    .one = "training record",
    .prefix = "TR-",
    .about = "Who was trained in what. Import the records as CSV; they are held against what each "
             "function needs.",
    LEDGER_FIELDS(fields),
    .keys = 1,
    .size = sizeof(struct training),
    .rows = offsetof(struct program, trainings),
};
