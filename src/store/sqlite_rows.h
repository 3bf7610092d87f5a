/*
 * sqlite_rows.h - the part of the driver that sees rows of any table: its
 * columns, its values, and what changes.
 */
#pragma once

#include <sqlite3.h>

#include "store/driver.h"

struct db_value sqlite_value_of(sqlite3_value *value);
MUST_USE int sqlite_tables(void *link, struct db_tables *tables, struct arena *into,
                           struct problem *why);
void sqlite_watch(void *link, struct driver_watch *watch);
