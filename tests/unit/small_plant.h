/*
 * small_plant.h - plants made by hand, one row at a time, for the tests of the
 * judgement layer.
 */
#pragma once

#include "model/plant.h"
#include "model/requirement.h"
#include "model/traffic.h"

/* Midnight of a date; ends the test when it is none. */
moment_us day(const char *date);
struct address at_address(const char *text);

/* A plant as of 2026-06-01 with one capture from 10:00:00 to 11:00:00 on 2026-05-31. */
void small_plant(struct plant *p);

/* Seconds after the start of the small plant's capture. */
moment_us second(int64_t seconds);

uint32_t with_capture(struct plant *p, moment_us first, moment_us last);
struct zone *with_zone(struct plant *p, const char *id, const char *prefix);
struct conduit *with_conduit(struct plant *p, const char *from, const char *to);
struct service *with_service(struct conduit *c, const char *protocol, uint8_t access);
void with_asset(struct plant *p, const char *ip, enum asset_class class);
struct registered *with_registered(struct plant *p, const char *ip, const char *name);
struct claim *with_claim(struct plant *p, const char *requirement, uint8_t level, uint8_t target);
struct evidence *with_evidence(struct plant *p, const char *requirement, uint8_t level);
struct measure *with_measure(struct plant *p, const char *requirement, const char *asset);

/* An established TCP conversation of ten packets in the first capture. */
struct conversation *with_conversation(struct plant *p, const char *client, const char *server,
                                       uint16_t port, const char *protocol);
struct operation_count *with_operation(struct conversation *c, const char *name,
                                       enum operation_class class);
void with_fact(struct plant *p, const char *about, enum field field, const char *value);

/* The 87 identifiers of IEC 62443-2-1:2024; titles are left empty. */
void all_requirements(struct requirements *r, struct arena *into);
