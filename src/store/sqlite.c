/*
 * sqlite.c - the database as one file.
 *
 * Write-ahead logging: readers see a finished state while one writer works, and
 * a process that is killed leaves a log that the next one plays or drops.  One
 * writer at a time is what BEGIN IMMEDIATE enforces; the kernel drops its locks
 * with the process, so no lock file can be left behind.
 *
 * synchronous = FULL, not NORMAL: NORMAL survives a killed process as well but
 * may lose the last commits with the power, and these hold people's decisions.
 * A capture is one transaction, so loading pays for one sync per file.
 *
 * Source: https://www.sqlite.org/wal.html, https://www.sqlite.org/pragma.html
 */
#include <errno.h>
#include <limits.h>
#include <sqlite3.h>
#include <string.h>

#include "store/driver.h"
#include "store/sqlite_rows.h"

enum { WAIT_FOR_WRITER_MS = 10000 };

static const struct {
    int result;
    int code;
    const char *sentence; /* NULL: SQLite's own */
} failures[] = {
    { SQLITE_CONSTRAINT_PRIMARYKEY, -EEXIST, NULL },
    { SQLITE_CONSTRAINT_UNIQUE, -EEXIST, NULL },
    { SQLITE_CONSTRAINT, -EINVAL, NULL },
    { SQLITE_BUSY, -EBUSY, "another program is writing to it; waited 10 seconds" },
    { SQLITE_FULL, -ENOSPC, "the disk is full" },
    { SQLITE_READONLY, -EROFS, "it may not be written" },
    { SQLITE_CANTOPEN, -ENOENT, "it cannot be opened" },
    { SQLITE_NOTADB, -EILSEQ, "not a database" },
    { SQLITE_CORRUPT, -EILSEQ, "the file is damaged" },
};

static int failed(sqlite3 *link, int result, struct problem *why)
{
    for (size_t i = 0; i < COUNT_OF(failures); i++)
        if (failures[i].result == result || failures[i].result == (result & 0xff))
            return problem_set(why, failures[i].code, "%s",
                               failures[i].sentence ? failures[i].sentence : sqlite3_errmsg(link));
    return problem_set(why, -EIO, "%s", sqlite3_errmsg(link));
}

static int sqlite_script(void *link, const char *sql, struct problem *why)
{
    int result = sqlite3_exec(link, sql, NULL, NULL, NULL);

    return result == SQLITE_OK ? 0 : failed(link, result, why);
}

static int sqlite_open(const char *where, bool create, void **link, struct problem *why)
{
    int flags = SQLITE_OPEN_READWRITE | (create ? SQLITE_OPEN_CREATE : 0);
    sqlite3 *opened = NULL;
    int result = sqlite3_open_v2(where, &opened, flags, NULL);

    if (result == SQLITE_OK)
        result = sqlite3_extended_result_codes(opened, 1);
    int rc = result == SQLITE_OK ? 0 : failed(opened, result, why);
    if (rc == 0) {
        sqlite3_busy_timeout(opened, WAIT_FOR_WRITER_MS);
        rc = sqlite_script(opened,
                           "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                           "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;",
                           why);
    }
    if (rc < 0) {
        sqlite3_close(opened);
        return rc;
    }
    *link = opened;
    return 0;
}

static void sqlite_close(void *link)
{
    sqlite3_close(link);
}

static int sqlite_begin(void *link, bool to_write, struct problem *why)
{
    return sqlite_script(link, to_write ? "BEGIN IMMEDIATE" : "BEGIN", why);
}

static int sqlite_prepare(void *link, struct text sql, void **prepared, struct problem *why)
{
    sqlite3_stmt *made = NULL;
    int result =
        sqlite3_prepare_v3(link, sql.at, (int)sql.length, SQLITE_PREPARE_PERSISTENT, &made, NULL);

    if (result != SQLITE_OK)
        return failed(link, result, why);
    *prepared = made;
    return 0;
}

static void sqlite_finalize(void *prepared)
{
    sqlite3_finalize(prepared);
}

static int sqlite_bind_integer(void *prepared, int parameter, int64_t value)
{
    return sqlite3_bind_int64(prepared, parameter, value) == SQLITE_OK ? 0 : -EINVAL;
}

static int sqlite_bind_text(void *prepared, int parameter, struct text value)
{
    int result = sqlite3_bind_text64(prepared, parameter, value.length ? value.at : "",
                                     value.length, SQLITE_TRANSIENT, SQLITE_UTF8);

    return result == SQLITE_OK ? 0 : -EINVAL;
}

static int sqlite_step(void *link, void *prepared, struct problem *why)
{
    int result = sqlite3_step(prepared);

    if (result == SQLITE_ROW)
        return 1;
    return result == SQLITE_DONE ? 0 : failed(link, result, why);
}

static void sqlite_rewind(void *prepared)
{
    sqlite3_reset(prepared);
}

static int64_t sqlite_changed(void *link)
{
    return sqlite3_changes64(link);
}

static int64_t sqlite_integer(void *prepared, int column)
{
    return sqlite3_column_int64(prepared, column);
}

static struct text sqlite_text(void *prepared, int column)
{
    const unsigned char *at = sqlite3_column_text(prepared, column);

    return (struct text){ (const char *)at,
                          at ? (size_t)sqlite3_column_bytes(prepared, column) : 0 };
}

static struct db_value sqlite_value(void *prepared, int column)
{
    if (sqlite3_column_type(prepared, column) == SQLITE_INTEGER)
        return (struct db_value){ .integer = sqlite3_column_int64(prepared, column) };
    return (struct db_value){ .is_text = true, .text = sqlite_text(prepared, column) };
}

/* VACUUM INTO reads one committed state, also while others write, and refuses a file with rows. */
static int sqlite_copy_to(void *link, const char *where, struct problem *why)
{
    void *prepared = NULL;
    int rc = sqlite_prepare(link, TEXT("VACUUM INTO $1"), &prepared, why);

    if (rc < 0)
        return rc;
    rc = sqlite_bind_text(prepared, 1, text_of(where));
    if (rc == 0)
        rc = sqlite_step(link, prepared, why);
    sqlite_finalize(prepared);
    return rc < 0 ? rc : 0;
}

static int sqlite_has_table(void *link, const char *name, bool *has, struct problem *why)
{
    void *prepared = NULL;
    int rc =
        sqlite_prepare(link, TEXT("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = $1"),
                       &prepared, why);

    if (rc < 0)
        return rc;
    rc = sqlite_bind_text(prepared, 1, text_of(name));
    if (rc == 0)
        rc = sqlite_step(link, prepared, why);
    sqlite_finalize(prepared);
    *has = rc == 1;
    return rc < 0 ? rc : 0;
}

static struct text last_line(struct text said)
{
    struct text line = { 0 };

    while (said.length)
        line = text_cut(&said, '\n');
    return line;
}

/* The first row of a check must be `wanted`, or none; it names the damage in its last line. */
static int check_says(void *link, struct text sql, const char *wanted, struct problem *why)
{
    void *prepared = NULL;
    int rc = sqlite_prepare(link, sql, &prepared, why);

    if (rc < 0)
        return rc;
    rc = sqlite_step(link, prepared, why);
    struct text said = rc == 1 ? sqlite_text(prepared, 0) : (struct text){ 0 };
    struct text damage = last_line(said);
    if (rc == 1 && !text_is(said, wanted))
        rc = problem_set(why, -EILSEQ, "damaged: %.*s", (int)damage.length, damage.at);
    sqlite_finalize(prepared);
    return rc < 0 ? rc : 0;
}

static int sqlite_check(void *link, struct problem *why)
{
    int rc = check_says(link, TEXT("PRAGMA integrity_check(1)"), "ok", why);

    return rc < 0 ? rc : check_says(link, TEXT("PRAGMA foreign_key_check"), "", why);
}

const struct driver sqlite_driver = {
    .open = sqlite_open,
    .close = sqlite_close,
    .begin = sqlite_begin,
    .script = sqlite_script,
    .has_table = sqlite_has_table,
    .check = sqlite_check,
    .changed = sqlite_changed,
    .prepare = sqlite_prepare,
    .finalize = sqlite_finalize,
    .bind_integer = sqlite_bind_integer,
    .bind_text = sqlite_bind_text,
    .step = sqlite_step,
    .rewind = sqlite_rewind,
    .integer = sqlite_integer,
    .text = sqlite_text,
    .value = sqlite_value,
    .tables = sqlite_tables,
    .watch = sqlite_watch,
    .copy_to = sqlite_copy_to,
};
