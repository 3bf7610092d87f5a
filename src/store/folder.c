#include "store/folder.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/migrate.h"
#include "store/plant.h"
#include "store/proof.h"
#include "store/upgrade.h"

enum { BACKUPS_MOST = 1000 };

int folder_path(const char *plant, const char *name, char out[FOLDER_PATH_MOST],
                struct problem *why)
{
    int length = snprintf(out, FOLDER_PATH_MOST, "%s/%s", plant, name);

    if (length < 0 || length >= FOLDER_PATH_MOST)
        return problem_set(why, -ENAMETOOLONG, "%s: the path is too long", plant);
    return 0;
}

static int make_folder(const char *plant, const char *name, struct problem *why)
{
    char path[FOLDER_PATH_MOST];
    int rc = folder_path(plant, name, path, why);

    if (rc == 0 && mkdir(path, 0700) < 0 && errno != EEXIST)
        rc = problem_set(why, -errno, "%s: %s", path, strerror(errno));
    return rc;
}

/* ---- the first entry of a schema ---- */

struct sealing {
    const struct signer *signer; /* NULL: none */
    struct text before, through;
};

static int seal_schema(struct db *db, void *owner, struct problem *why)
{
    const struct sealing *s = owner;
    struct recorder r;
    char now[32];
    int rc = recorder_open(&r, db, why);

    if (rc < 0)
        return rc;
    snprintf(now, sizeof now, "{\"schema\":%zu}", store_migrations.count);
    const struct audit_entry e = { .who = TEXT("local"),
                                   .through = s->through,
                                   .verb = TEXT("upgrade"),
                                   .kind = TEXT("schema"),
                                   .before = s->before,
                                   .after = text_of(now) };
    rc = recorder_seal_all(&r, &e, s->signer, why);
    recorder_close(&r);
    return rc;
}

/* ---- making one ---- */

/* A whole database under a name that nobody looks for. */
static int make_database(const char *path, const struct signer *signer, struct problem *why)
{
    struct sealing sealing = { .signer = signer, .through = TEXT("bulkhead init") };
    struct db *db = NULL;
    int rc = db_open(&db, &sqlite_driver, path, true, why);

    if (rc < 0)
        return rc;
    rc = migrate(db, &store_migrations, seal_schema, &sealing, why);
    db_close(db);
    if (rc == 0 && chmod(path, 0600) < 0)
        rc = problem_set(why, -errno, "%s: %s", path, strerror(errno));
    return rc;
}

/* A key that an interrupted init left is as good as a new one. */
static int make_key(const char *plant, struct signer *signer, struct problem *why)
{
    int rc = signer_open(plant, signer, why);

    if (rc == 0) {
        rc = signer_create(plant, why);
        if (rc == 0 || rc == -EEXIST)
            rc = signer_open(plant, signer, why);
    }
    return rc < 0 ? rc : 0;
}

/* The link gives the finished database its name; it fails where the name is taken. */
static int make_plant(const char *plant, const char *part, const char *path, struct problem *why)
{
    struct signer signer = { { 0 }, "" };
    int rc = access(path, F_OK) == 0
                 ? problem_set(why, -EEXIST, "%s: there is a plant already", plant)
                 : make_key(plant, &signer, why);

    if (rc == 0)
        rc = make_database(part, &signer, why);
    signer_close(&signer);
    if (rc == 0 && link(part, path) < 0)
        rc = errno == EEXIST ? problem_set(why, -EEXIST, "%s: there is a plant already", plant)
                             : problem_set(why, -errno, "%s: %s", path, strerror(errno));
    unlink(part);
    return rc;
}

int folder_make(const char *plant, struct problem *why)
{
    char path[FOLDER_PATH_MOST], part[FOLDER_PATH_MOST], name[64];

    snprintf(name, sizeof name, "plant.db.%ld", (long)getpid());
    int rc = folder_path(plant, "plant.db", path, why);
    if (rc == 0)
        rc = folder_path(plant, name, part, why);
    if (rc == 0 && mkdir(plant, 0700) < 0 && errno != EEXIST)
        rc = problem_set(why, -errno, "%s: %s", plant, strerror(errno));
    if (rc == 0)
        rc = make_folder(plant, "evidence", why);
    return rc < 0 ? rc : make_plant(plant, part, path, why);
}

/* ---- is it what it says it is ---- */

/* The tables that the first `version` steps make. */
static int expect_schema(unsigned version, struct db_tables *tables, struct arena *into,
                         struct problem *why)
{
    const struct embedded first = { store_migrations.files, version };
    struct db *db = NULL;
    int rc = db_open(&db, &sqlite_driver, ":memory:", true, why);

    if (rc < 0)
        return rc;
    rc = migrate(db, &first, NULL, NULL, why);
    if (rc == 0)
        rc = db_read_tables(db, tables, into, why);
    db_close(db);
    return rc;
}

static const struct db_table *find_table(const struct db_tables *tables, const char *name)
{
    for (ARRAY_EACH(const struct db_table, t, &tables->rows))
        if (strcmp(t->name, name) == 0)
            return t;
    return NULL;
}

static int half_migrated(struct db *db, unsigned version, const char *what, const char *table,
                         const char *column, struct problem *why)
{
    return problem_set(
        why, -EPROTONOSUPPORT,
        "%s: half migrated: schema %u %s %s%s%s; bring back the last file of backup/", db_where(db),
        version, what, table, *column ? "." : "", column);
}

static int compare_table(struct db *db, unsigned version, const struct db_table *expected,
                         const struct db_table *found, struct problem *why)
{
    if (!found)
        return half_migrated(db, version, "has a table", expected->name, "", why);
    for (size_t i = 0; i < expected->column_count; i++)
        if (i >= found->column_count || strcmp(found->columns[i], expected->columns[i]) != 0)
            return half_migrated(db, version, "has a column", expected->name, expected->columns[i],
                                 why);
    if (found->column_count > expected->column_count)
        return half_migrated(db, version, "has no column", expected->name,
                             found->columns[expected->column_count], why);
    return 0;
}

static int compare_schema(struct db *db, unsigned version, struct problem *why)
{
    struct db_tables expected = { 0 }, found = { 0 };
    struct arena work;

    arena_create(&work, ARENA_TRUSTED);
    int rc = expect_schema(version, &expected, &work, why);
    if (rc == 0)
        rc = db_read_tables(db, &found, &work, why);
    for (ARRAY_EACH(const struct db_table, t, &expected.rows))
        if (rc == 0)
            rc = compare_table(db, version, t, find_table(&found, t->name), why);
    array_free(&expected.rows);
    array_free(&found.rows);
    arena_destroy(&work);
    return rc;
}

/* ---- a copy before it is changed ---- */

static int copy_database(struct db *db, const char *path, struct problem *why)
{
    char part[FOLDER_PATH_MOST + 8];

    snprintf(part, sizeof part, "%s.part", path);
    unlink(part); /* what an interrupted copy left */
    int rc = db_copy_to(db, part, why);
    if (rc == 0 && (chmod(part, 0600) < 0 || link(part, path) < 0))
        rc = problem_set(why, -errno, "%s: %s", path, strerror(errno));
    unlink(part);
    return rc;
}

/* "backup/schema-5.db", or "backup/schema-5-2.db" where that is taken. */
static int backup_path(const char *plant, unsigned version, char path[FOLDER_PATH_MOST],
                       struct problem *why)
{
    char name[64];

    for (int number = 1; number <= BACKUPS_MOST; number++) {
        if (number == 1)
            snprintf(name, sizeof name, "backup/schema-%u.db", version);
        else
            snprintf(name, sizeof name, "backup/schema-%u-%d.db", version, number);
        int rc = folder_path(plant, name, path, why);
        if (rc < 0 || access(path, F_OK) < 0)
            return rc;
    }
    return problem_set(why, -EEXIST, "%s/backup: too many backups of schema %u", plant, version);
}

static int back_up(struct db *db, const char *plant, unsigned version, struct problem *why)
{
    char path[FOLDER_PATH_MOST];
    int rc = make_folder(plant, "backup", why);

    if (rc == 0)
        rc = backup_path(plant, version, path, why);
    return rc < 0 ? rc : copy_database(db, path, why);
}

/* ---- bringing it up to date ---- */

static int check_version(struct db *db, const char *plant, unsigned *version, struct problem *why)
{
    int rc = migrate_version(db, version, why);

    if (rc == 0 && *version == 0)
        rc = problem_set(why, -EINVAL, "%s: not a plant (plant.db is some other database)", plant);
    if (rc == 0)
        rc = migrate_refuse_newer(db, &store_migrations, *version, why);
    return rc < 0 ? rc : compare_schema(db, *version, why);
}

/* {"schema":5,"sound":true}: whether rows were still as sealed just before. */
static int describe_before(struct db *db, unsigned version, char out[64], struct problem *why)
{
    bool has = false, sound = true;
    int rc = db_has_table(db, "seal", &has, why);

    if (rc == 0 && has)
        rc = proof_rows_are_sealed(db, &sound, why);
    if (has)
        snprintf(out, 64, "{\"schema\":%u,\"as_sealed\":%s}", version, sound ? "true" : "false");
    else
        snprintf(out, 64, "{\"schema\":%u}", version);
    return rc;
}

static int upgrade(struct db *db, const char *plant, unsigned version, struct text through,
                   struct problem *why)
{
    struct signer signer = { { 0 }, "" };
    struct sealing sealing = { .through = through };
    char before[64];
    bool has = false;
    int rc = db_has_table(db, "audit", &has, why);

    if (rc == 0)
        rc = describe_before(db, version, before, why);
    if (rc == 0)
        rc = has ? signer_open(plant, &signer, why) : make_key(plant, &signer, why);
    if (rc < 0)
        return rc;
    sealing.signer = signer.public[0] ? &signer : NULL;
    sealing.before = text_of(before);
    rc = migrate(db, &store_migrations, seal_schema, &sealing, why);
    signer_close(&signer);
    return rc;
}

static int bring_up_to_date(struct db *db, const char *plant, struct text through,
                            struct problem *why)
{
    unsigned version = 0;
    int rc = check_version(db, plant, &version, why);

    if (rc < 0 || version == store_migrations.count)
        return rc;
    rc = back_up(db, plant, version, why);
    return rc < 0 ? rc : upgrade(db, plant, version, through, why);
}

static int open_file(struct db **db, const char *plant, struct problem *why)
{
    char path[FOLDER_PATH_MOST];
    int rc = folder_path(plant, "plant.db", path, why);

    if (rc < 0)
        return rc;
    if (access(path, F_OK) < 0)
        return problem_set(why, -ENOENT, "%s: not a plant (it has no plant.db)", plant);
    return db_open(db, &sqlite_driver, path, false, why);
}

int folder_open(struct db **db, const char *plant, struct text through, struct problem *why)
{
    int rc = open_file(db, plant, why);

    if (rc < 0)
        return rc;
    rc = bring_up_to_date(*db, plant, through, why);
    if (rc < 0)
        db_close(*db);
    return rc;
}

/* ---- on a copy ---- */

static bool count_row(void *owner, const struct db_value *values)
{
    uint64_t *rows = owner;
    (void)values;

    ++*rows;
    return true;
}

static int count_rows(struct db *db, uint64_t *rows, struct problem *why)
{
    struct db_tables tables = { 0 };
    struct arena work;

    arena_create(&work, ARENA_TRUSTED);
    int rc = db_read_tables(db, &tables, &work, why);
    for (ARRAY_EACH(const struct db_table, t, &tables.rows))
        if (rc == 0 && table_class(text_of(t->name)) != TABLE_own &&
            strcmp(t->name, "migration") != 0)
            rc = db_each_row(db, t, count_row, rows, why);
    array_free(&tables.rows);
    arena_destroy(&work);
    return rc;
}

static int try_steps(const char *copy, struct upgrade *u, struct problem *why)
{
    struct sealing sealing = { .through = TEXT("bulkhead migrate") };
    struct db *db = NULL;
    int rc = db_open(&db, &sqlite_driver, copy, false, why);

    if (rc < 0)
        return rc;
    rc = migrate(db, &store_migrations, seal_schema, &sealing, why);
    if (rc == 0)
        rc = count_rows(db, &u->rows_after, why);
    db_close(db);
    return rc;
}

static void remove_copy(const char *copy)
{
    static const char *const endings[] = { "", "-wal", "-shm" };
    char path[FOLDER_PATH_MOST + 8];

    for (size_t i = 0; i < COUNT_OF(endings); i++) {
        snprintf(path, sizeof path, "%s%s", copy, endings[i]);
        unlink(path);
    }
}

static int try_on_copy(struct db *db, const char *plant, struct upgrade *u, struct problem *why)
{
    char copy[FOLDER_PATH_MOST], name[64];

    snprintf(name, sizeof name, "plant.db.%ld", (long)getpid());
    int rc = folder_path(plant, name, copy, why);
    if (rc < 0)
        return rc;
    rc = db_copy_to(db, copy, why);
    if (rc == 0)
        rc = try_steps(copy, u, why);
    remove_copy(copy);
    return rc;
}

static int describe(struct db *db, const char *plant, struct upgrade *u, struct arena *into,
                    struct problem *why)
{
    char path[FOLDER_PATH_MOST];
    int rc = check_version(db, plant, &u->from, why);

    u->to = (unsigned)store_migrations.count;
    if (rc < 0 || u->from == u->to)
        return rc;
    for (unsigned i = u->from; i < u->to; i++)
        *array_add(&u->steps) = text_of(store_migrations.files[i].name);
    rc = backup_path(plant, u->from, path, why);
    u->backup = text_copy(text_of(path), into);
    if (rc == 0)
        rc = count_rows(db, &u->rows, why);
    return rc < 0 ? rc : try_on_copy(db, plant, u, why);
}

int store_is_current(const char *plant, struct problem *why)
{
    struct db *db = NULL;
    unsigned version = 0;
    int rc = open_file(&db, plant, why);

    if (rc < 0)
        return rc;
    rc = check_version(db, plant, &version, why);
    db_close(db);
    return rc < 0 ? rc : version == store_migrations.count;
}

int store_try_upgrade(const char *plant, struct upgrade *u, struct arena *into, struct problem *why)
{
    struct db *db = NULL;
    int rc = open_file(&db, plant, why);

    if (rc < 0)
        return rc;
    rc = describe(db, plant, u, into, why);
    db_close(db);
    return rc;
}

void upgrade_finish(struct upgrade *u)
{
    array_free(&u->steps);
}
