#include "model/ledger.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "model/program_check.h"

#include "plant_folder.h"
#include "small_plant.h"
#include "unit.h"

static void every_ledger_has_a_name_of_its_own_and_a_text_to_begin_with(void **state)
{
    (void)state;
    for (const struct ledger *const *l = ledger_table; *l; l++) {
        assert_ptr_equal(ledger_find(text_of((*l)->name)), *l);
        assert_true(strlen((*l)->about) > 20);
        assert_in_range((*l)->keys, 1, LEDGER_KEYS_MOST);
    }
}

/* The name of column `at` of a table; empty behind the last. */
static struct text column_name(sqlite3 *db, const char *table, int at)
{
    char *sql = sqlite3_mprintf("SELECT name FROM pragma_table_info(%Q) WHERE cid = %d", table, at);
    struct text name = { 0 };
    sqlite3_stmt *row;

    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &row, NULL), SQLITE_OK);
    if (sqlite3_step(row) == SQLITE_ROW)
        name = text_copy(text_of((const char *)sqlite3_column_text(row, 0)), &work);
    sqlite3_finalize(row);
    sqlite3_free(sql);
    return name;
}

static void the_database_has_a_table_for_each_ledger_with_exactly_its_fields(void **state)
{
    char path[128];
    sqlite3 *db;

    (void)state;
    snprintf(path, sizeof path, "%s/plant.db", plant);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    for (const struct ledger *const *l = ledger_table; *l; l++) {
        size_t columns = 0;
        while (column_name(db, (*l)->name, (int)columns).length)
            assert_non_null(ledger_field(*l, column_name(db, (*l)->name, (int)columns++)));
        assert_int_equal(columns, (*l)->field_count);
    }
    sqlite3_close(db);
}

/* A value that a field takes; different for each field, so that mixed up members show. */
static struct text value_for(const struct ledger_field *f, size_t number)
{
    switch (f->kind) {
    case LEDGER_word:
        return text_of(f->words[0]);
    case LEDGER_flag:
        return TEXT("true");
    case LEDGER_date:
        return text_format(&work, "2026-01-%02zu", number % 28 + 1);
    case LEDGER_level:
        return text_format(&work, "%llu", (unsigned long long)f->most);
    case LEDGER_number:
    case LEDGER_money:
        return text_format(&work, "%zu", number + 1);
    case LEDGER_address:
        return text_format(&work, "10.0.0.%zu", number + 1);
    case LEDGER_list:
        return text_format(&work, "a%zu;b c", number);
    case LEDGER_text:
    case LEDGER_prose:
        break;
    }
    return text_format(&work, "v%zu", number);
}

static void every_value_of_every_ledger_survives_the_database(void **state)
{
    struct program p = { 0 }, back = { 0 };

    (void)state;
    for (const struct ledger *const *l = ledger_table; *l; l++) {
        void *row = ledger_add(*l, &p);
        for (size_t i = 0; i < (*l)->field_count; i++)
            assert_int_equal(
                ledger_cell_read(&(*l)->fields[i], value_for(&(*l)->fields[i], i), row, &work)
                    .length,
                0);
    }
    assert_int_equal(store_replace_program(store, &p, &why), 0);
    assert_int_equal(store_read_program(store, &back, &work, &why), 0);
    for (const struct ledger *const *l = ledger_table; *l; l++)
        for (size_t i = 0; i < (*l)->field_count; i++) {
            struct text cell = ledger_cell(&(*l)->fields[i], ledger_row(*l, &back, 0), &work);
            assert_true(text_equal(cell, value_for(&(*l)->fields[i], i)));
        }
    program_finish(&p);
    program_finish(&back);
}

static void a_key_is_one_word_and_comes_back(void **state)
{
    struct claim claim = { .assessment = TEXT("A/1%"), .requirement = TEXT("NET 1.1") };
    struct claim back = { 0 };
    struct text key = ledger_key(&claim_ledger, &claim, &work);

    (void)state;
    assert_true(text_is(key, "A%2F1%25/NET 1.1"));
    assert_true(ledger_key_read(&claim_ledger, key, &back, &work));
    assert_int_equal(ledger_compare(&claim_ledger, &claim, &back), 0);
    assert_false(ledger_key_read(&claim_ledger, TEXT("A%2/NET 1.1"), &back, &work));
}

static void what_does_not_fit_its_field_is_refused_and_leaves_the_row_alone(void **state)
{
    static const struct {
        const struct ledger *ledger;
        const char *field, *value, *rule;
    } cases[] = {
        { &claim_ledger, "level", "5", "must be a whole number from 0 to 4" },
        { &claim_ledger, "at", "2026-02-31", "must be a date, YYYY-MM-DD" },
        { &claim_ledger, "not_applicable", "perhaps", "must be true or false, or yes or no" },
        { &action_ledger, "phase", "soon", "must be one of: 30 days, 6 months, 18 months" },
        { &evidence_ledger, "level", "0", "must be a whole number from 1 to 4" },
        { &finding_ledger, "title", "two\nlines", "must be one line without control characters" },
        { &legacy_ledger, "asset", "255.255.255.255",
          "must be the IP or MAC address of one asset" },
    };
    char row[512] = { 0 }, before[512] = { 0 };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct ledger_field *f = ledger_field(cases[i].ledger, text_of(cases[i].field));
        struct text rule = ledger_cell_read(f, text_of(cases[i].value), row, &work);
        assert_string_equal(text_string(rule, &work), cases[i].rule);
        assert_memory_equal(row, before, sizeof row);
    }
}

/* The one complaint about a program with this row. */
static void complains(const struct program *p, const char *sentence)
{
    struct complaints wrong = { 0 };
    struct requirements requirements;

    all_requirements(&requirements, &work);
    program_check(p, &requirements, &work, &wrong);
    assert_int_equal(wrong.rows.count, 1);
    assert_string_equal(text_string(wrong.rows.items[0].sentence, &work), sentence);
    array_free(&wrong.rows);
    array_free(&requirements.rows);
}

static void a_row_names_only_what_is_there(void **state)
{
    struct program p = { 0 };
    struct finding *f = array_add(&p.findings);

    (void)state;
    *f = (struct finding){ .id = TEXT("F-001"),
                           .title = TEXT("t"),
                           .grade = TEXT("gap"),
                           .objective = TEXT("o"),
                           .state = TEXT("open"),
                           .raised = 1 };
    f->evidence = TEXT("EV-001");
    complains(&p, "finding \"F-001\" names evidence \"EV-001\", which is not there");
    f->evidence = (struct text){ 0 };
    f->requirement = TEXT("NET 9.9");
    complains(&p,
              "finding \"F-001\" names requirement \"NET 9.9\", which IEC 62443-2-1 does not have");
    f->requirement = (struct text){ 0 };
    f->zone = TEXT("cell");
    complains(&p, "finding \"F-001\" names zone \"cell\", which is not defined");
    f->zone = (struct text){ 0 };
    f->title = (struct text){ 0 };
    complains(&p, "finding \"F-001\": \"title\" is missing");
    program_finish(&p);
}

static void an_exclusion_without_reason_and_approver_is_refused(void **state)
{
    struct program p = { 0 };

    (void)state;
    *array_add(&p.claims) = (struct claim){ .requirement = TEXT("NET 1.1"),
                                            .not_applicable = true,
                                            .reason = TEXT("r") };
    complains(&p, "claim \"NET 1.1\": not applicable needs a reason and an approver");
    program_finish(&p);
}

static void actions_that_wait_for_themselves_are_refused(void **state)
{
    struct program p = { 0 };

    (void)state;
    *array_add(&p.actions) = (struct action){
        .id = TEXT("ACT-1"), .title = TEXT("a"), .state = TEXT("open"), .depends = TEXT("ACT-2")
    };
    *array_add(&p.actions) =
        (struct action){ .id = TEXT("ACT-2"), .title = TEXT("b"), .state = TEXT("open") };
    p.actions.items[0].depends = TEXT("ACT-1");
    complains(&p, "action \"ACT-1\": waits for itself through what it comes after");
    program_finish(&p);
}

static void a_later_expiry_of_a_measure_is_one_more_renewal(void **state)
{
    struct measure old = { .expires = 5, .renewals = 2 }, same = { .expires = 5 },
                   later = { .expires = 6 };

    (void)state;
    ledger_renew(&measure_ledger, &old, &same);
    ledger_renew(&measure_ledger, &old, &later);
    assert_int_equal(same.renewals, 2);
    assert_int_equal(later.renewals, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_ledger_has_a_name_of_its_own_and_a_text_to_begin_with),
        FRESH(the_database_has_a_table_for_each_ledger_with_exactly_its_fields),
        FRESH(every_value_of_every_ledger_survives_the_database),
        FRESH(a_key_is_one_word_and_comes_back),
        FRESH(what_does_not_fit_its_field_is_refused_and_leaves_the_row_alone),
        FRESH(a_row_names_only_what_is_there),
        FRESH(an_exclusion_without_reason_and_approver_is_refused),
        FRESH(actions_that_wait_for_themselves_are_refused),
        cmocka_unit_test(a_later_expiry_of_a_measure_is_one_more_renewal),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
