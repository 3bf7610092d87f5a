/*
 * db.h - the database as the rest of store/ sees it, whichever it is.
 *
 * SQL is what SQLite and PostgreSQL both understand: parameters are $1, $2 in
 * the order in which they are bound, truth is 0 or 1, upserts are
 * INSERT ... ON CONFLICT DO UPDATE.  Text never becomes part of SQL; it is bound.
 * Ownership: a struct db owns its statements; a statement is prepared at its
 * first use and kept until db_close.
 * Errors: a statement that cannot be prepared says so when it is run.  A code
 * is -EEXIST for a row that is there already, -EBUSY when somebody else writes
 * for too long, -EILSEQ for a damaged file.
 * One thread at a time; several processes may have the same database open.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/array.h"
#include "base/buffer.h"
#include "base/problem.h"
#include "base/text.h"

struct db;
struct statement;
struct driver;

extern const struct driver sqlite_driver;

struct query {
    const char *name; /* for error sentences: "next capture" */
    const char *sql;
};

/* where: a file's path for SQLite. */
MUST_USE int db_open(struct db **db, const struct driver *driver, const char *where, bool create,
                     struct problem *why);
void db_close(struct db *db);
const char *db_where(const struct db *db);

MUST_USE int db_begin_read(struct db *db, struct problem *why); /* one state for all that follows */
MUST_USE int db_begin_write(struct db *db, struct problem *why); /* waits for other writers */
MUST_USE int db_commit(struct db *db, struct problem *why);
void db_rollback(struct db *db);

/* Several statements at once, without parameters: migrations. */
MUST_USE int db_script(struct db *db, const char *sql, struct problem *why);
MUST_USE int db_has_table(struct db *db, const char *name, bool *has, struct problem *why);
/* Reads the whole database and says what is damaged. */
MUST_USE int db_check(struct db *db, struct problem *why);

/* Ready for its first parameter. */
struct statement *db_statement(struct db *db, const struct query *query);

/* The same with SQL that is written by `make` about `subject` at the first use. */
typedef void query_maker(const void *subject, struct buffer *sql);
struct statement *db_made_statement(struct db *db, const void *subject, query_maker *make);

/* The next parameter. */
void bind_integer(struct statement *s, int64_t value);
void bind_text(struct statement *s, struct text value);

/* For statements without rows: the number of rows changed, or negative. */
MUST_USE int64_t statement_run(struct statement *s, struct problem *why);
/* 1: a row, ready for its first column; 0: the end; negative: why says what failed. */
MUST_USE int statement_next(struct statement *s, struct problem *why);
/* Before the end, when no more rows are wanted. */
void statement_stop(struct statement *s);

/* The next column; text lives until the next row. */
int64_t column_integer(struct statement *s);
struct text column_text(struct statement *s);

/* ---- rows of any table, for whoever must see all of them ---- */

/* What stands in a column; nothing, 0 and "" are the same to the schema. */
struct db_value {
    bool is_text;
    int64_t integer;
    struct text text;
};

enum { TABLE_COLUMNS_MOST = 64, TABLE_KEYS_MOST = 8 };

/* A table as it is in the database: its columns in order, and which of them name a row. */
struct db_table {
    const char *name;
    const char *columns[TABLE_COLUMNS_MOST];
    size_t column_count;
    size_t keys[TABLE_KEYS_MOST]; /* of its primary key; without one, the first three of more
                                     columns */
    size_t key_count;
};

struct db_tables {
    ARRAY(struct db_table) rows;
};

/* Every table, by name; names live in the arena. */
MUST_USE int db_read_tables(struct db *db, struct db_tables *tables, struct arena *into,
                            struct problem *why);

/* Values in the order of the columns; false ends the reading. */
typedef bool row_taker(void *owner, const struct db_value *values);
MUST_USE int db_each_row(struct db *db, const struct db_table *table, row_taker *take, void *owner,
                         struct problem *why);

/*
 * Told of every row that this handle adds (old is NULL), changes or removes (new is NULL), also
 * where a rule of the schema does it.  The schema's own statements are not rows.
 */
typedef void row_watcher(void *owner, struct text table, const struct db_value *old,
                         const struct db_value *new);
void db_watch(struct db *db, row_watcher *watcher, void *owner); /* NULL: nobody */

/* Another file with all that is committed, whole; refuses one that is there. */
MUST_USE int db_copy_to(struct db *db, const char *where, struct problem *why);
