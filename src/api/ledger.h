/*
 * ledger.h - the rows of any ledger on their way to clients and back; what the
 * resources of single ledgers are made of.
 *
 * A body may leave keys out: they stay empty in a new row and as they were in a
 * row that is changed.  Fields that the program keeps are not taken from bodies.
 */
#pragma once

#include "api/plant_view.h"
#include "api/request.h"
#include "base/json.h"
#include "model/ledger.h"

/* One row, with "state" where a day decides how it stands; `key` is NULL inside a list. */
void json_ledger_row(struct json *j, const char *key, const struct ledger *l, const void *row,
                     const struct plant_view *v);

/*
 * The rows that fit the request's query, as JSON or CSV: q, sort, offset, limit, format, and any
 * field by its name.
 */
int ledger_list(struct request *r, const struct ledger *l, struct problem *why);

/* The row that the path names as `key`; NULL and -ENOENT. */
const void *ledger_find_row(const struct plant_view *v, const struct ledger *l, struct text key,
                            struct arena *into, struct problem *why);

/* What a JSON object says of a row; the rest of the row stays. */
struct cJSON;
MUST_USE int ledger_take(struct request *r, const struct ledger *l, const struct cJSON *json,
                         void *row, struct problem *why);

/* From and to the request's body; the answer is the row as it stands afterwards. */
int ledger_create(struct request *r, const struct ledger *l, struct problem *why);
int ledger_put(struct request *r, const struct ledger *l, struct text key, struct problem *why);
int ledger_delete(struct request *r, const struct ledger *l, struct text key, struct problem *why);
