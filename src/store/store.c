#include "store/store.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/migrate.h"
#include "store/plant.h"

enum { PATH_MOST = 4096 };

static int path_of(const char *plant, const char *name, char out[PATH_MOST], struct problem *why)
{
    int length = snprintf(out, PATH_MOST, "%s/%s", plant, name);

    if (length < 0 || length >= PATH_MOST)
        return problem_set(why, -ENAMETOOLONG, "%s: the path is too long", plant);
    return 0;
}

static int make_folder(const char *path, struct problem *why)
{
    if (mkdir(path, 0700) < 0 && errno != EEXIST)
        return problem_set(why, -errno, "%s: %s", path, strerror(errno));
    return 0;
}

/* A whole database under a name that nobody looks for. */
static int make_database(const char *path, struct problem *why)
{
    struct db *db = NULL;
    int rc = db_open(&db, &sqlite_driver, path, true, why);

    if (rc < 0)
        return rc;
    rc = migrate(db, &store_migrations, why);
    db_close(db);
    if (rc == 0 && chmod(path, 0600) < 0)
        rc = problem_set(why, -errno, "%s: %s", path, strerror(errno));
    return rc;
}

/* The link gives the finished database its name; it fails where the name is taken. */
static int make_plant(const char *plant, const char *part, const char *path, struct problem *why)
{
    int rc = make_database(part, why);

    if (rc == 0 && link(part, path) < 0)
        rc = errno == EEXIST ? problem_set(why, -EEXIST, "%s: there is a plant already", plant)
                             : problem_set(why, -errno, "%s: %s", path, strerror(errno));
    unlink(part);
    return rc;
}

int store_create(const char *plant, struct problem *why)
{
    char path[PATH_MOST], part[PATH_MOST], evidence[PATH_MOST], name[64];

    snprintf(name, sizeof name, "plant.db.%ld", (long)getpid());
    int rc = path_of(plant, "plant.db", path, why);
    if (rc == 0)
        rc = path_of(plant, name, part, why);
    if (rc == 0)
        rc = path_of(plant, "evidence", evidence, why);
    if (rc == 0)
        rc = make_folder(plant, why);
    if (rc == 0)
        rc = make_folder(evidence, why);
    return rc < 0 ? rc : make_plant(plant, part, path, why);
}

static int open_database(struct db **db, const char *plant, struct problem *why)
{
    char path[PATH_MOST];
    unsigned version = 0;
    int rc = path_of(plant, "plant.db", path, why);

    if (rc < 0)
        return rc;
    if (access(path, F_OK) < 0)
        return problem_set(why, -ENOENT, "%s: not a plant (it has no plant.db)", plant);
    rc = db_open(db, &sqlite_driver, path, false, why);
    if (rc < 0)
        return rc;
    rc = migrate_version(*db, &version, why);
    if (rc == 0 && version == 0)
        rc = problem_set(why, -EINVAL, "%s: not a plant (plant.db is some other database)", plant);
    if (rc == 0)
        rc = migrate(*db, &store_migrations, why);
    if (rc < 0)
        db_close(*db);
    return rc;
}

int store_open(struct store **store, const char *plant, struct problem *why)
{
    struct db *db = NULL;
    int rc = open_database(&db, plant, why);

    if (rc < 0)
        return rc;
    struct store *opened = malloc(sizeof *opened);
    char *folder = strdup(plant);
    if (!opened || !folder) {
        fputs("bulkhead: out of memory\n", stderr);
        abort();
    }
    *opened = (struct store){ .db = db, .folder = folder };
    arena_create(&opened->files.text, ARENA_TRUSTED);
    *store = opened;
    return 0;
}

void store_close(struct store *store)
{
    if (!store)
        return;
    known_files_finish(&store->files);
    db_close(store->db);
    free(store->folder);
    free(store);
}

int store_version(struct store *store, uint64_t *version, struct problem *why)
{
    static const struct query query = { "version", "SELECT number FROM revision" };
    struct statement *s = db_statement(store->db, &query);
    int rc = statement_next(s, why);

    if (rc == 1)
        *version = (uint64_t)column_integer(s);
    statement_stop(s);
    return rc < 0 ? rc : 0;
}

int store_check(struct store *store, struct problem *why)
{
    return db_check(store->db, why);
}

static int raise_version(struct db *db, struct problem *why)
{
    static const struct query query = { "raise version",
                                        "UPDATE revision SET number = number + 1" };

    return statement_run(db_statement(db, &query), why) < 0 ? why->code : 0;
}

int store_change(struct store *store, store_work *work, const void *about, struct problem *why)
{
    int rc = db_begin_write(store->db, why);

    if (rc < 0)
        return rc;
    rc = work(store->db, about, why);
    if (rc == 0)
        rc = raise_version(store->db, why);
    if (rc == 0)
        rc = db_commit(store->db, why);
    if (rc != 0)
        db_rollback(store->db);
    return rc;
}

struct row_work {
    const struct relation *relation;
    const void *row;
    const char *what;
    struct text name;
};

static int put_row(struct db *db, const void *about, struct problem *why)
{
    const struct row_work *w = about;

    return record_put(db, w->relation, w->row, why);
}

int store_put_row(struct store *store, const struct relation *r, const void *row,
                  struct problem *why)
{
    return store_change(store, put_row, &(struct row_work){ r, row, "", { 0 } }, why);
}

static int remove_row(struct db *db, const void *about, struct problem *why)
{
    const struct row_work *w = about;
    int rc = record_remove(db, w->relation, w->row, why);

    if (rc == 0)
        return problem_set(why, -ENOENT, "%s \"%.*s\" is not there", w->what, (int)w->name.length,
                           w->name.length ? w->name.at : "");
    return rc < 0 ? rc : 0;
}

int store_remove_row(struct store *store, const struct relation *r, const void *row,
                     const char *what, struct text name, struct problem *why)
{
    return store_change(store, remove_row, &(struct row_work){ r, row, what, name }, why);
}

int next_row_id(struct statement *s, const char *prefix, struct arena *into, struct text *id,
                struct problem *why)
{
    uint64_t most = 0;
    int rc;

    while ((rc = statement_next(s, why)) == 1) {
        uint64_t number = ledger_id_number(prefix, column_text(s));
        if (number > most)
            most = number;
    }
    if (rc == 0)
        *id = ledger_id(prefix, most + 1, into);
    return rc;
}
