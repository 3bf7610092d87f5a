/*
 * driver.h - what a database must be able to do for db.c.  A new one is one file
 * with one of these.
 *
 * `link` is an open database, `prepared` a prepared statement, both the
 * driver's own.  Problems are one sentence without the database's name.
 */
#pragma once

#include "store/db.h"

/* Lives in struct db for as long as the link. */
struct driver_watch {
    row_watcher *tell;
    void *owner;
};

struct driver {
    int (*open)(const char *where, bool create, void **link, struct problem *why);
    void (*close)(void *link);
    int (*begin)(void *link, bool to_write, struct problem *why);
    int (*script)(void *link, const char *sql, struct problem *why);
    int (*has_table)(void *link, const char *name, bool *has, struct problem *why);
    int (*check)(void *link, struct problem *why);
    int64_t (*changed)(void *link); /* rows, by the last statement */

    int (*prepare)(void *link, struct text sql, void **prepared, struct problem *why);
    void (*finalize)(void *prepared);
    int (*bind_integer)(void *prepared, int parameter, int64_t value); /* parameters from 1 */
    int (*bind_text)(void *prepared, int parameter, struct text value);
    int (*step)(void *link, void *prepared, struct problem *why); /* 1: a row; 0: done */
    void (*rewind)(void *prepared);
    int64_t (*integer)(void *prepared, int column); /* columns from 0 */
    struct text (*text)(void *prepared, int column);
    struct db_value (*value)(void *prepared, int column);

    int (*tables)(void *link, struct db_tables *tables, struct arena *into, struct problem *why);
    void (*watch)(void *link, struct driver_watch *watch); /* NULL: nobody */
    int (*copy_to)(void *link, const char *where, struct problem *why);
};
