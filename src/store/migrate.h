/*
 * migrate.h - brings a database to the schema that this program knows, one
 * transaction per step: a database is at one version or at the next, never
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

/* Refuses a database that is newer than the newest step. */
MUST_USE int migrate(struct db *db, const struct embedded *steps, struct problem *why);
