/*
 * rows.h - how the rows that several resources send look as JSON; each is
 * written in the file of its own resource.  `key` is NULL inside a list.
 */
#pragma once

#include "api/plant_view.h"
#include "base/json.h"

/* words.c: what all rows share. */
void json_date(struct json *j, const char *key, moment_us day); /* 0: null */
void json_level(struct json *j, const char *key, uint8_t level);
void json_access_list(struct json *j, const char *key, uint8_t access);
void json_text_list(struct json *j, const char *key, const struct text *texts, size_t count);
void json_list(struct json *j, const char *key, struct text list); /* of a ledger: ';' between */
void json_address(struct json *j, const char *key, const struct address *address);
void json_address_list(struct json *j, const char *key, const struct address *addresses,
                       size_t count);
/* The end of "seen": capture and frame. */
void json_sighting(struct json *j, const char *key, const struct observed *o, uint32_t capture,
                   uint64_t frame);
void json_reference(struct json *j, const char *kind, struct text id, struct text text);
void json_capture_reference(struct json *j, const struct observed *o, uint32_t capture,
                            uint64_t frame);

/* assets.c, asset.c */
void json_asset_row(struct json *j, const char *key, const struct inventory_row *row);
void json_registered(struct json *j, const char *key, const struct registered *r); /* or null */

/* conversations.c */
void json_end(struct json *j, const char *key, const struct talk_end *end);
void json_operation(struct json *j, const char *key, const struct dialogue_operation *o);
void json_conversation(struct json *j, const char *key, const struct plant_view *v,
                       const struct talk *talk);

/* renewals.c */
struct renewal;
void json_renewal(struct json *j, const struct renewal *row);

/* zones.c, conduits.c */
void json_zone(struct json *j, const char *key, const struct zone *zone);
void json_conduit(struct json *j, const char *key, const struct conduit *conduit);

/* evidence.c, measures.c, signals.c, program.c */
void json_evidence(struct json *j, const char *key, const struct evidence *e,
                   const struct plant_view *v);
void json_measure(struct json *j, const char *key, const struct measure *m,
                  const struct plant_view *v);
void json_signal(struct json *j, const char *key, const struct signal_result *result);
void json_element(struct json *j, const char *key, const struct element_figure *e);
void json_requirement_counts(struct json *j, const char *key, const struct element_figure *e);
