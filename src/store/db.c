#include "store/db.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "store/driver.h"

struct statement {
    struct db *db;
    const void *subject; /* with make: what it was prepared for */
    query_maker *make;
    char *name;
    void *prepared;
    struct problem broken; /* why it could not be prepared or bound */
    int parameter, column;
};

struct db {
    const struct driver *driver;
    void *link;
    char *where;
    struct driver_watch watch;
    ARRAY(struct statement *) statements;
};

static void *need(void *memory)
{
    if (!memory) {
        fputs("bulkhead: out of memory\n", stderr);
        abort();
    }
    return memory;
}

/* Puts the database's name before what its driver says. */
static int said(const struct db *db, const char *doing, struct problem *why)
{
    struct problem inner = *why;

    return problem_set(why, inner.code, "%s: %s%s%.400s", db->where, doing, *doing ? ": " : "",
                       inner.what);
}

int db_open(struct db **db, const struct driver *driver, const char *where, bool create,
            struct problem *why)
{
    struct db *opened = need(calloc(1, sizeof *opened));

    opened->driver = driver;
    opened->where = need(strdup(where));
    int rc = driver->open(where, create, &opened->link, why);
    if (rc < 0) {
        said(opened, "", why);
        db_close(opened);
        return rc;
    }
    *db = opened;
    return 0;
}

static void destroy_statement(struct statement *s)
{
    if (s->prepared)
        s->db->driver->finalize(s->prepared);
    free(s->name);
    free(s);
}

void db_close(struct db *db)
{
    if (!db)
        return;
    for (ARRAY_EACH(struct statement *, s, &db->statements))
        destroy_statement(*s);
    array_free(&db->statements);
    if (db->link)
        db->driver->close(db->link);
    free(db->where);
    free(db);
}

const char *db_where(const struct db *db)
{
    return db->where;
}

static int begin(struct db *db, bool to_write, struct problem *why)
{
    int rc = db->driver->begin(db->link, to_write, why);

    return rc < 0 ? said(db, "", why) : 0;
}

int db_begin_read(struct db *db, struct problem *why)
{
    return begin(db, false, why);
}

int db_begin_write(struct db *db, struct problem *why)
{
    return begin(db, true, why);
}

int db_script(struct db *db, const char *sql, struct problem *why)
{
    int rc = db->driver->script(db->link, sql, why);

    return rc < 0 ? said(db, "", why) : 0;
}

int db_commit(struct db *db, struct problem *why)
{
    return db_script(db, "COMMIT", why);
}

/* Statements that still stand on a row would keep the transaction open. */
void db_rollback(struct db *db)
{
    struct problem ignored; /* whatever failed before is what the caller reports */

    for (ARRAY_EACH(struct statement *, s, &db->statements))
        statement_stop(*s);
    (void)db->driver->script(db->link, "ROLLBACK", &ignored);
}

int db_has_table(struct db *db, const char *name, bool *has, struct problem *why)
{
    int rc = db->driver->has_table(db->link, name, has, why);

    return rc < 0 ? said(db, "", why) : 0;
}

int db_check(struct db *db, struct problem *why)
{
    int rc = db->driver->check(db->link, why);

    return rc < 0 ? said(db, "", why) : 0;
}

static struct statement *known_statement(struct db *db, const void *subject, query_maker *make)
{
    for (ARRAY_EACH(struct statement *, s, &db->statements))
        if ((*s)->subject == subject && (*s)->make == make)
            return *s;
    return NULL;
}

static struct statement *new_statement(struct db *db, const void *subject, query_maker *make,
                                       const char *name, struct text sql)
{
    struct statement *s = need(calloc(1, sizeof *s));

    s->db = db;
    s->subject = subject;
    s->make = make;
    s->name = need(strdup(name));
    if (db->driver->prepare(db->link, sql, &s->prepared, &s->broken) < 0)
        s->prepared = NULL;
    *array_add(&db->statements) = s;
    return s;
}

static struct statement *ready(struct statement *s)
{
    statement_stop(s);
    s->parameter = 0;
    if (s->prepared)
        s->broken.code = 0;
    return s;
}

struct statement *db_statement(struct db *db, const struct query *query)
{
    struct statement *s = known_statement(db, query, NULL);

    return ready(s ? s : new_statement(db, query, NULL, query->name, text_of(query->sql)));
}

struct statement *db_made_statement(struct db *db, const void *subject, query_maker *make)
{
    struct statement *s = known_statement(db, subject, make);

    if (!s) {
        struct buffer sql = BUFFER_KEPT;
        make(subject, &sql);
        buffer_char(&sql, 0);
        s = new_statement(db, subject, make, sql.at, (struct text){ sql.at, sql.length - 1 });
        buffer_free(&sql);
    }
    return ready(s);
}

static void bound(struct statement *s, int rc)
{
    if (rc < 0 && !s->broken.code)
        problem_set(&s->broken, rc, "parameter %d could not be bound", s->parameter);
}

void bind_integer(struct statement *s, int64_t value)
{
    s->parameter++;
    if (s->prepared)
        bound(s, s->db->driver->bind_integer(s->prepared, s->parameter, value));
}

void bind_text(struct statement *s, struct text value)
{
    s->parameter++;
    if (s->prepared)
        bound(s, s->db->driver->bind_text(s->prepared, s->parameter, value));
}

int statement_next(struct statement *s, struct problem *why)
{
    if (s->broken.code) {
        *why = s->broken;
        return said(s->db, s->name, why);
    }
    s->column = 0;
    int rc = s->db->driver->step(s->db->link, s->prepared, why);
    if (rc <= 0)
        statement_stop(s);
    return rc < 0 ? said(s->db, s->name, why) : rc;
}

int64_t statement_run(struct statement *s, struct problem *why)
{
    int rc = statement_next(s, why);

    statement_stop(s);
    return rc < 0 ? rc : s->db->driver->changed(s->db->link);
}

void statement_stop(struct statement *s)
{
    if (s->prepared)
        s->db->driver->rewind(s->prepared);
}

int64_t column_integer(struct statement *s)
{
    return s->db->driver->integer(s->prepared, s->column++);
}

struct text column_text(struct statement *s)
{
    return s->db->driver->text(s->prepared, s->column++);
}

int db_read_tables(struct db *db, struct db_tables *tables, struct arena *into, struct problem *why)
{
    int rc = db->driver->tables(db->link, tables, into, why);

    return rc < 0 ? said(db, "tables", why) : 0;
}

static int each_row(struct db *db, void *prepared, const struct db_table *table, row_taker *take,
                    void *owner, struct problem *why)
{
    struct db_value values[TABLE_COLUMNS_MOST];
    int rc;

    while ((rc = db->driver->step(db->link, prepared, why)) == 1) {
        for (size_t i = 0; i < table->column_count; i++)
            values[i] = db->driver->value(prepared, (int)i);
        if (!take(owner, values))
            return 0;
    }
    return rc < 0 ? said(db, table->name, why) : 0;
}

int db_each_row(struct db *db, const struct db_table *table, row_taker *take, void *owner,
                struct problem *why)
{
    struct buffer sql = BUFFER_KEPT;
    void *prepared = NULL;

    buffer_format(&sql, "SELECT * FROM %s", table->name);
    buffer_char(&sql, 0);
    int rc = db->driver->prepare(db->link, (struct text){ sql.at, sql.length - 1 }, &prepared, why);
    if (rc == 0)
        rc = each_row(db, prepared, table, take, owner, why);
    else
        said(db, table->name, why);
    if (prepared)
        db->driver->finalize(prepared);
    buffer_free(&sql);
    return rc;
}

void db_watch(struct db *db, row_watcher *watcher, void *owner)
{
    db->watch = (struct driver_watch){ watcher, owner };
    db->driver->watch(db->link, watcher ? &db->watch : NULL);
}

int db_copy_to(struct db *db, const char *where, struct problem *why)
{
    int rc = db->driver->copy_to(db->link, where, why);

    return rc < 0 ? said(db, where, why) : 0;
}
