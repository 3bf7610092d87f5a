#include "model/ledgers/review.h"

#include "model/program.h"

static const struct ledger_field fields[] = {
    { LEDGER_TEXT(struct review, id, "Id", 64), .required = true, .main = true },
    { LEDGER_TEXT(struct review, metric, "Metric", 64), .required = true, .main = true,
      .refers = REFERS_ledger, .ledger = "metrics" },
    { LEDGER_DATE(struct review, held, "Held on"), .required = true, .main = true },
    { LEDGER_LIST(struct review, participants, "Participants") },
    { LEDGER_PROSE(struct review, decision, "Decision"), .required = true },
    { LEDGER_PROSE(struct review, change, "What changed") },
    { LEDGER_TEXT(struct review, action, "Action", 64), .main = true, .refers = REFERS_ledger,
      .ledger = "actions" },
};

const struct ledger review_ledger = {
    .name = "reviews",
    .title = "Reviews",
    .one = "review",
    .prefix = "RV-",
    .about = "What was decided on the metrics, and what changed.",
    LEDGER_FIELDS(fields),
    .keys = 1,
    .size = sizeof(struct review),
    .rows = offsetof(struct program, reviews),
};
