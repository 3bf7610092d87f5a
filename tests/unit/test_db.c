#include "store/db.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "store/migrate.h"

#include "unit.h"

static char folder[64], path[128];
static struct db *db;

static int open_fresh(void **state)
{
    struct problem why;

    (void)state;
    strcpy(folder, "/tmp/bulkhead-db-XXXXXX");
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/test.db", folder);
    assert_int_equal(db_open(&db, &sqlite_driver, path, true, &why), 0);
    assert_int_equal(db_script(db, "CREATE TABLE note (id INTEGER PRIMARY KEY, what TEXT)", &why),
                     0);
    return 0;
}

static int close_and_remove(void **state)
{
    static const char *const endings[] = { "", "-wal", "-shm" };
    char name[160];

    (void)state;
    db_close(db);
    db = NULL;
    for (size_t i = 0; i < COUNT_OF(endings); i++) {
        snprintf(name, sizeof name, "%s%s", path, endings[i]);
        unlink(name);
    }
    rmdir(folder);
    return 0;
}

static const struct query insert = { "add note", "INSERT INTO note (id, what) VALUES ($1, $2)" };
static const struct query select_all = { "notes", "SELECT id, what FROM note ORDER BY id" };

static int64_t add_note(int64_t id, struct text what, struct problem *why)
{
    struct statement *s = db_statement(db, &insert);

    bind_integer(s, id);
    bind_text(s, what);
    return statement_run(s, why);
}

static int count_notes(struct db *in)
{
    struct statement *s = db_statement(in, &select_all);
    struct problem why;
    int count = 0;

    while (statement_next(s, &why) == 1)
        count++;
    return count;
}

static void values_come_back_as_they_were_bound(void **state)
{
    struct problem why;
    struct text nasty = TEXT("'; DROP TABLE note; -- \xc3\xbc \"$1\"");

    (void)state;
    assert_int_equal(add_note(INT64_MIN, nasty, &why), 1);
    assert_int_equal(add_note(INT64_MAX, (struct text){ 0 }, &why), 1);

    struct statement *s = db_statement(db, &select_all);
    assert_int_equal(statement_next(s, &why), 1);
    assert_true(column_integer(s) == INT64_MIN);
    assert_true(text_equal(column_text(s), nasty));
    assert_int_equal(statement_next(s, &why), 1);
    assert_true(column_integer(s) == INT64_MAX);
    assert_int_equal(column_text(s).length, 0);
    assert_int_equal(statement_next(s, &why), 0);
}

static void a_second_row_with_the_same_key_exists_already(void **state)
{
    struct problem why;

    (void)state;
    assert_int_equal(add_note(1, TEXT("first"), &why), 1);
    assert_int_equal(add_note(1, TEXT("second"), &why), -EEXIST);
    assert_non_null(strstr(why.what, "test.db: add note: "));
    assert_int_equal(add_note(2, TEXT("third"), &why), 1); /* the statement lives on */
}

static void wrong_sql_is_said_when_it_is_run(void **state)
{
    static const struct query wrong = { "wrong", "SELECT id FROM nowhere" };
    struct problem why;

    (void)state;
    struct statement *s = db_statement(db, &wrong);
    bind_integer(s, 1);
    assert_true(statement_next(s, &why) < 0);
    assert_non_null(strstr(why.what, "test.db: wrong: no such table: nowhere"));
}

static void what_is_rolled_back_never_was(void **state)
{
    struct problem why;

    (void)state;
    assert_int_equal(db_begin_write(db, &why), 0);
    assert_int_equal(add_note(1, TEXT("gone"), &why), 1);
    assert_int_equal(count_notes(db), 1);
    db_rollback(db);
    assert_int_equal(count_notes(db), 0);
}

static void readers_see_one_finished_state_while_somebody_writes(void **state)
{
    struct db *reader = NULL;
    struct problem why;

    (void)state;
    assert_int_equal(db_open(&reader, &sqlite_driver, path, false, &why), 0);
    assert_int_equal(db_begin_read(reader, &why), 0);
    assert_int_equal(count_notes(reader), 0);
    assert_int_equal(db_begin_write(db, &why), 0);
    assert_int_equal(add_note(1, TEXT("new"), &why), 1);
    assert_int_equal(count_notes(reader), 0);
    assert_int_equal(db_commit(db, &why), 0);
    assert_int_equal(count_notes(reader), 0); /* still the state that it began with */
    db_rollback(reader);
    assert_int_equal(count_notes(reader), 1);
    db_close(reader);
}

static void a_file_that_is_no_database_is_refused(void **state)
{
    struct problem why;
    struct db *other = NULL;
    char name[160];

    (void)state;
    snprintf(name, sizeof name, "%s/other", folder);
    assert_int_equal(
        file_write(name, TEXT("this is no database, it is a text that is longer"), &why), 0);
    assert_int_equal(db_open(&other, &sqlite_driver, name, false, &why), -EILSEQ);
    assert_non_null(strstr(why.what, "/other: not a database"));
    unlink(name);
    assert_int_equal(db_open(&other, &sqlite_driver, name, false, &why), -ENOENT);
}

static const struct embedded_file two_steps[] = {
    { .name = "0001-one.sql",
      .bytes = "CREATE TABLE one (id INTEGER); INSERT INTO one VALUES (1)" },
    { .name = "0002-two.sql",
      .bytes = "CREATE TABLE two (id INTEGER); INSERT INTO one VALUES (2)" },
};

static void a_database_is_brought_up_step_by_step(void **state)
{
    struct problem why;
    unsigned version = 9;

    (void)state;
    assert_int_equal(migrate_version(db, &version, &why), 0);
    assert_int_equal(version, 0);
    assert_int_equal(migrate(db, &(struct embedded){ two_steps, 1 }, NULL, NULL, &why), 0);
    assert_int_equal(migrate_version(db, &version, &why), 0);
    assert_int_equal(version, 1);
    assert_int_equal(migrate(db, &(struct embedded){ two_steps, 2 }, NULL, NULL, &why), 0);
    assert_int_equal(migrate(db, &(struct embedded){ two_steps, 2 }, NULL, NULL, &why),
                     0); /* once only */
    assert_int_equal(migrate_version(db, &version, &why), 0);
    assert_int_equal(version, 2);
}

static void a_newer_schema_is_refused(void **state)
{
    struct problem why;

    (void)state;
    assert_int_equal(migrate(db, &(struct embedded){ two_steps, 2 }, NULL, NULL, &why), 0);
    assert_int_equal(migrate(db, &(struct embedded){ two_steps, 1 }, NULL, NULL, &why),
                     -EPROTONOSUPPORT);
    assert_non_null(
        strstr(why.what, "test.db: made by a newer Bulkhead (schema 2; this one knows 1)"));
}

static void a_step_that_fails_leaves_nothing_of_any(void **state)
{
    static const struct embedded_file broken[] = {
        { .name = "0001-one.sql", .bytes = "CREATE TABLE one (id INTEGER)" },
        { .name = "0002-bad.sql",
          .bytes = "CREATE TABLE half (id INTEGER); INSERT INTO none VALUES (1)" },
    };
    struct problem why;
    unsigned version = 9;
    bool has = true;

    (void)state;
    assert_true(migrate(db, &(struct embedded){ broken, 2 }, NULL, NULL, &why) < 0);
    assert_non_null(strstr(why.what, "no such table: none"));
    assert_int_equal(migrate_version(db, &version, &why), 0);
    assert_int_equal(version, 0);
    assert_int_equal(db_has_table(db, "one", &has, &why), 0);
    assert_false(has);
    assert_int_equal(db_has_table(db, "half", &has, &why), 0);
    assert_false(has);
    assert_int_equal(migrate(db, &(struct embedded){ two_steps, 2 }, NULL, NULL, &why),
                     0); /* repaired */
}

static void the_migrations_are_numbered_without_gaps(void **state)
{
    (void)state;
    for (size_t i = 0; i < store_migrations.count; i++)
        assert_int_equal(strtoul(store_migrations.files[i].name, NULL, 10), i + 1);
}

static void a_damaged_database_is_found(void **state)
{
    struct problem why;

    (void)state;
    for (int i = 0; i < 2000; i++)
        assert_int_equal(add_note(i, TEXT("a row that takes its room on a page"), &why), 1);
    assert_int_equal(db_check(db, &why), 0);
    assert_int_equal(db_script(db, "PRAGMA wal_checkpoint(TRUNCATE)", &why), 0);
    db_close(db);
    db = NULL;

    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, 4096 * 5, SEEK_SET), 0);
    for (int i = 0; i < 4096; i++)
        fputc(0x5a, file);
    fclose(file);
    assert_int_equal(db_open(&db, &sqlite_driver, path, false, &why), 0);
    assert_int_equal(db_check(db, &why), -EILSEQ);
    assert_non_null(strstr(why.what, "damaged"));
    assert_null(strchr(why.what, '\n'));
}

#define FRESH(test) cmocka_unit_test_setup_teardown(test, open_fresh, close_and_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FRESH(values_come_back_as_they_were_bound),
        FRESH(a_second_row_with_the_same_key_exists_already),
        FRESH(wrong_sql_is_said_when_it_is_run),
        FRESH(what_is_rolled_back_never_was),
        FRESH(readers_see_one_finished_state_while_somebody_writes),
        FRESH(a_file_that_is_no_database_is_refused),
        FRESH(a_database_is_brought_up_step_by_step),
        FRESH(a_newer_schema_is_refused),
        FRESH(a_step_that_fails_leaves_nothing_of_any),
        FRESH(the_migrations_are_numbered_without_gaps),
        FRESH(a_damaged_database_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
