#include "store/migrate.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>

static const struct query last_query = { "version",
                                         "SELECT coalesce(max(version), 0) FROM migration" };
static const struct query note_query = { "note migration",
                                         "INSERT INTO migration (version, name) VALUES ($1, $2)" };

static const char table_sql[] = "CREATE TABLE IF NOT EXISTS migration (version INTEGER PRIMARY KEY "
                                "NOT NULL, name TEXT NOT NULL)";

int migrate_version(struct db *db, unsigned *version, struct problem *why)
{
    bool has = false;
    int rc = db_has_table(db, "migration", &has, why);

    if (rc < 0)
        return rc;
    if (!has)
        return *version = 0, 0;
    struct statement *s = db_statement(db, &last_query);
    rc = statement_next(s, why);
    if (rc == 1)
        *version = (unsigned)column_integer(s);
    statement_stop(s);
    return rc < 0 ? rc : 0;
}

static int take_step(struct db *db, const struct embedded_file *step, unsigned version,
                     struct problem *why)
{
    int rc = db_script(db, step->bytes, why);

    if (rc < 0)
        return rc;
    struct statement *s = db_statement(db, &note_query);
    bind_integer(s, version);
    bind_text(s, text_of(step->name));
    return statement_run(s, why) < 0 ? why->code : 0;
}

int migrate_refuse_newer(struct db *db, const struct embedded *steps, unsigned version,
                         struct problem *why)
{
    if (version <= steps->count)
        return 0;
    return problem_set(why, -EPROTONOSUPPORT,
                       "%s: made by a newer Bulkhead (schema %u; this one knows %zu)", db_where(db),
                       version, steps->count);
}

struct upgrading {
    struct db *db;
    const struct embedded *steps;
    migrate_finish *finish;
    void *owner;
};

/* The version is read inside the transaction: another program may have been faster. */
static int take_steps(const struct upgrading *u, struct problem *why)
{
    unsigned version = 0;
    int rc = db_script(u->db, table_sql, why);

    if (rc == 0)
        rc = migrate_version(u->db, &version, why);
    if (rc < 0 || version >= u->steps->count)
        return rc;
    for (; rc == 0 && version < u->steps->count; version++) {
        assert(strtoul(u->steps->files[version].name, NULL, 10) == version + 1);
        rc = take_step(u->db, &u->steps->files[version], version + 1, why);
    }
    return rc < 0 || !u->finish ? rc : u->finish(u->db, u->owner, why);
}

static int one_transaction(const struct upgrading *u, struct problem *why)
{
    int rc = db_begin_write(u->db, why);

    if (rc < 0)
        return rc;
    rc = take_steps(u, why);
    if (rc == 0)
        rc = db_commit(u->db, why);
    if (rc < 0)
        db_rollback(u->db);
    return rc;
}

int migrate(struct db *db, const struct embedded *steps, migrate_finish *finish, void *owner,
            struct problem *why)
{
    const struct upgrading u = { db, steps, finish, owner };
    unsigned version = 0;
    int rc = migrate_version(db, &version, why);

    if (rc == 0)
        rc = migrate_refuse_newer(db, steps, version, why);
    if (rc == 0 && version < steps->count)
        rc = one_transaction(&u, why);
    return rc;
}
