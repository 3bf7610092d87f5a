/*
 * folder.h - a plant's folder: PLANT/plant.db, evidence/, keys/ and backup/; how
 * it is made, and how an older one is brought up to date.
 *
 * A database is upgraded whole or not at all, after a copy of it is in
 * PLANT/backup; one that is newer, or that is not what its schema number says,
 * is refused as it stands.
 */
#pragma once

#include "store/db.h"
#include "store/signer.h"

/* As store_create. */
MUST_USE int folder_make(const char *plant, struct problem *why);

/* Opens the database, up to date; `through` is what upgrades it, for the trail. */
MUST_USE int folder_open(struct db **db, const char *plant, struct text through,
                         struct problem *why);

enum { FOLDER_PATH_MOST = 4096 };
MUST_USE int folder_path(const char *plant, const char *name, char out[FOLDER_PATH_MOST],
                         struct problem *why);
