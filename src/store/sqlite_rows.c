/*
 * Rows of any table.  SQLite tells of each before it is written, with what was
 * there and what will be; that costs no statement and misses none, also not
 * those of ON DELETE CASCADE.
 *
 * Source: https://www.sqlite.org/c3ref/preupdate_count.html,
 * https://www.sqlite.org/pragma.html#pragma_table_info
 */
#define SQLITE_ENABLE_PREUPDATE_HOOK

#include "store/sqlite_rows.h"

#include <assert.h>
#include <errno.h>

struct db_value sqlite_value_of(sqlite3_value *value)
{
    if (sqlite3_value_type(value) == SQLITE_INTEGER)
        return (struct db_value){ .integer = sqlite3_value_int64(value) };
    const unsigned char *at = sqlite3_value_text(value);
    return (struct db_value){
        .is_text = true,
        .text = { (const char *)at, at ? (size_t)sqlite3_value_bytes(value) : 0 },
    };
}

static int failed(sqlite3 *link, struct problem *why)
{
    return problem_set(why, -EIO, "%s", sqlite3_errmsg(link));
}

static void note_key(struct db_table *t, int place)
{
    if (place < 1 || place > TABLE_KEYS_MOST)
        return;
    t->keys[place - 1] = t->column_count;
    if (t->key_count < (size_t)place)
        t->key_count = (size_t)place;
}

/* table_info: cid, name, type, notnull, dflt_value, pk (its place in the key, from 1). */
static int read_columns(sqlite3 *link, struct db_table *t, struct arena *into, struct problem *why)
{
    enum { THREE = 3 };
    sqlite3_stmt *rows = NULL;

    if (sqlite3_prepare_v2(link, "SELECT name, pk FROM pragma_table_info($1) ORDER BY cid", -1,
                           &rows, NULL) != SQLITE_OK)
        return failed(link, why);
    sqlite3_bind_text(rows, 1, t->name, -1, SQLITE_STATIC);
    while (sqlite3_step(rows) == SQLITE_ROW && t->column_count < TABLE_COLUMNS_MOST) {
        note_key(t, sqlite3_column_int(rows, 1));
        t->columns[t->column_count++] =
            text_string(text_of((const char *)sqlite3_column_text(rows, 0)), into);
    }
    sqlite3_finalize(rows);
    if (t->key_count == 0 && t->column_count > THREE)
        for (; t->key_count < THREE && t->key_count < t->column_count; t->key_count++)
            t->keys[t->key_count] = t->key_count;
    return 0;
}

int sqlite_tables(void *link, struct db_tables *tables, struct arena *into, struct problem *why)
{
    static const char sql[] = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT "
                              "LIKE 'sqlite_%' ORDER BY name";
    sqlite3_stmt *names = NULL;
    int rc = 0;

    if (sqlite3_prepare_v2(link, sql, -1, &names, NULL) != SQLITE_OK)
        return failed(link, why);
    while (rc == 0 && sqlite3_step(names) == SQLITE_ROW) {
        struct db_table *t = array_add(&tables->rows);
        t->name = text_string(text_of((const char *)sqlite3_column_text(names, 0)), into);
        rc = read_columns(link, t, into, why);
    }
    sqlite3_finalize(names);
    return rc;
}

typedef int row_value(sqlite3 *link, int column, sqlite3_value **value);

static void take_values(sqlite3 *link, row_value *get, struct db_value *values)
{
    int count = sqlite3_preupdate_count(link);

    assert(count <= TABLE_COLUMNS_MOST);
    for (int i = 0; i < count; i++) {
        sqlite3_value *value = NULL;
        values[i] = get(link, i, &value) == SQLITE_OK && value
                        ? sqlite_value_of(value)
                        : (struct db_value){ .is_text = true };
    }
}

static void told(void *owner, sqlite3 *link, int what, const char *schema, const char *table,
                 sqlite3_int64 old_row, sqlite3_int64 new_row)
{
    struct driver_watch *watch = owner;
    struct db_value old[TABLE_COLUMNS_MOST], new[TABLE_COLUMNS_MOST];
    (void)schema, (void)old_row, (void)new_row;

    if (what != SQLITE_INSERT)
        take_values(link, sqlite3_preupdate_old, old);
    if (what != SQLITE_DELETE)
        take_values(link, sqlite3_preupdate_new, new);
    watch->tell(watch->owner, text_of(table), what == SQLITE_INSERT ? NULL : old,
                what == SQLITE_DELETE ? NULL : new);
}

void sqlite_watch(void *link, struct driver_watch *watch)
{
    sqlite3_preupdate_hook(link, watch ? told : NULL, watch);
}
