#include "store/store.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/folder.h"
#include "store/plant.h"

int store_create(const char *plant, struct problem *why)
{
    return folder_make(plant, why);
}

static int open_recorder(struct store *s, struct problem *why)
{
    int rc = recorder_open(&s->recorder, s->db, why);

    if (rc == 0)
        rc = signer_open(s->folder, &s->signer, why);
    s->signs = rc == 1;
    return rc < 0 ? rc : 0;
}

int store_open(struct store **store, const char *plant, struct problem *why)
{
    struct db *db = NULL;
    int rc = folder_open(&db, plant, TEXT("upgrade"), why);

    if (rc < 0)
        return rc;
    struct store *opened = calloc(1, sizeof *opened);
    char *folder = strdup(plant);
    if (!opened || !folder) {
        fputs("bulkhead: out of memory\n", stderr);
        abort();
    }
    arena_create(&opened->files.text, ARENA_TRUSTED);
    opened->db = db;
    opened->folder = folder;
    arena_create(&opened->text, ARENA_TRUSTED);
    store_act_as(opened, TEXT("local"), TEXT("bulkhead"), false);
    rc = open_recorder(opened, why);
    if (rc < 0) {
        store_close(opened);
        return rc;
    }
    *store = opened;
    return 0;
}

void store_act_as(struct store *store, struct text who, struct text through, bool often)
{
    arena_reset(&store->text);
    store->actor =
        (struct actor){ text_copy(who, &store->text), text_copy(through, &store->text), often };
}

void store_close(struct store *store)
{
    if (!store)
        return;
    known_files_finish(&store->files);
    recorder_close(&store->recorder);
    db_close(store->db);
    signer_close(&store->signer);
    arena_destroy(&store->text);
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
    recorder_begin(&store->recorder);
    rc = work(store->db, about, why);
    if (rc == 0)
        rc = raise_version(store->db, why);
    if (rc == 0)
        rc = recorder_finish(&store->recorder, &store->actor, store->signs ? &store->signer : NULL,
                             why);
    if (rc == 0)
        rc = db_commit(store->db, why);
    if (rc != 0)
        db_rollback(store->db);
    recorder_forget(&store->recorder);
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
