/*
 * plant.h - everything that is known of one plant: what was seen, what was made
 * of it, what people say of it, and the day all figures are as of.
 *
 * Ownership: the plant owns its four parts; the text of `program` lives in
 * `text`.  Judgements read a plant and never change it.
 */
#pragma once

#include "base/arena.h"
#include "base/moment.h"
#include "model/asset.h"
#include "model/observed.h"
#include "model/program.h"

struct plant {
    struct arena text;
    struct observed observed;
    struct assets assets;
    struct program program;
    moment_us today; /* the start of a day, as every date of the program is */
};

void plant_init(struct plant *p);
void plant_finish(struct plant *p);

/*
 * Sets `today`: the day of the last packet where the program's clock is
 * "observed" and there is one, else the day of `wall`.
 */
void plant_set_today(struct plant *p, moment_us wall);

/* The register's entry for an address, or for any other address of the same asset; NULL: none. */
const struct registered *plant_registered(const struct plant *p, const struct address *address);

/* The first entry at any of its addresses; NULL: none. */
const struct registered *plant_registered_asset(const struct plant *p, const struct asset *asset);

/* Time that captures cover; what several cover at once counts once. */
moment_us plant_window(const struct plant *p);
moment_us plant_last_packet(const struct plant *p); /* 0: none */
