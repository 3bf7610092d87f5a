/*
 * migrate.h - brings a database to the schema that this program knows, all
 * steps in one transaction: a database is as it was or as it should be, never
 * between.
 *
 * The steps are sql/NNNN-title.sql, numbered from 0001 without gaps.
 */
#pragma once

#include "base/embedded.h"
#include "store/db.h"

extern const struct embedded store_migrations;

/* The version that a database is at; 0: it has no schema of ours. */
MUST_USE int migrate_version(struct db *db, unsigned *version, struct problem *why);

/* Says so when a database is newer than the newest step. */
MUST_USE int migrate_refuse_newer(struct db *db, const struct embedded *steps, unsigned version,
                                  struct problem *why);

/* In the same transaction: what must hold as soon as the schema does. */
typedef int migrate_finish(struct db *db, void *owner, struct problem *why);

/* Refuses a database that is newer than the newest step.  finish: NULL where there is nothing. */
MUST_USE int migrate(struct db *db, const struct embedded *steps, migrate_finish *finish,
                     void *owner, struct problem *why);
