#include "plant_folder.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"

#include "unit.h"

char folder[64], plant[96];
struct store *store;
struct arena work;
struct problem why;

static void remove_tree(const char *path)
{
    char command[160];

    snprintf(command, sizeof command, "rm -rf '%s'", path);
    assert_int_equal(system(command), 0);
}

int open_fresh(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/bulkhead-store-XXXXXX");
    assert_non_null(mkdtemp(folder));
    snprintf(plant, sizeof plant, "%s/plant", folder);
    arena_create(&work, ARENA_TRUSTED);
    assert_int_equal(store_create(plant, &why), 0);
    assert_int_equal(store_open(&store, plant, &why), 0);
    return 0;
}

int close_and_remove(void **state)
{
    (void)state;
    store_close(store);
    store = NULL;
    arena_destroy(&work);
    remove_tree(folder);
    return 0;
}

/* Every row of every table, through SQLite itself: what is compared is not read by the store. */
static void dump_table(sqlite3 *db, const char *table, struct buffer *out)
{
    char *sql = sqlite3_mprintf("SELECT * FROM %Q", table);
    sqlite3_stmt *rows;

    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &rows, NULL), SQLITE_OK);
    while (sqlite3_step(rows) == SQLITE_ROW) {
        buffer_string(out, table);
        for (int i = 0; i < sqlite3_column_count(rows); i++)
            buffer_format(out, "|%s", (const char *)sqlite3_column_text(rows, i));
        buffer_char(out, '\n');
    }
    sqlite3_finalize(rows);
    sqlite3_free(sql);
}

struct text dump(const char *of)
{
    struct buffer out = BUFFER_KEPT;
    sqlite3_stmt *tables;
    sqlite3 *db;
    char path[128];

    snprintf(path, sizeof path, "%s/plant.db", of);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(
        sqlite3_prepare_v2(db,
                           "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN "
                           "('revision', 'migration', 'audit', 'seal') ORDER BY name",
                           -1, &tables, NULL),
        SQLITE_OK);
    while (sqlite3_step(tables) == SQLITE_ROW)
        dump_table(db, (const char *)sqlite3_column_text(tables, 0), &out);
    sqlite3_finalize(tables);
    sqlite3_close(db);
    struct text kept = text_copy(buffer_view(&out), &work);
    buffer_free(&out);
    return kept;
}

uint64_t version(void)
{
    uint64_t number = 0;

    assert_int_equal(store_version(store, &number, &why), 0);
    return number;
}

struct store *second_plant(char path[96])
{
    struct store *second = NULL;

    snprintf(path, 96, "%s/second", folder);
    assert_int_equal(store_create(path, &why), 0);
    assert_int_equal(store_open(&second, path, &why), 0);
    return second;
}
