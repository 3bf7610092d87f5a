#include "catalogue/catalogue.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

#include "unit.h"

static struct catalogue built_in;
static char folder[64];

static const char *path_of(const char *file)
{
    static char path[256];

    snprintf(path, sizeof path, "%s/%s", folder, file);
    return path;
}

static void write_copy(const char *file, struct text content)
{
    struct problem why;

    assert_int_equal(file_write(path_of(file), content, &why), 0);
}

static int unpack(void **state)
{
    struct problems found = { 0 };

    (void)state;
    strcpy(folder, "/tmp/bulkhead-catalogue-XXXXXX");
    assert_non_null(mkdtemp(folder));
    assert_int_equal(mkdir(path_of("registries"), 0700), 0);
    for (size_t i = 0; i < catalogue_files.count; i++)
        write_copy(catalogue_files.files[i].name, embedded_text(&catalogue_files.files[i]));
    assert_int_equal(catalogue_load(&built_in, NULL, &found), 0);
    problems_finish(&found);
    return 0;
}

static int remove_all(void **state)
{
    (void)state;
    for (size_t i = 0; i < catalogue_files.count; i++)
        unlink(path_of(catalogue_files.files[i].name));
    rmdir(path_of("registries"));
    rmdir(folder);
    catalogue_finish(&built_in);
    return 0;
}

static const struct table *table_of(const char *id)
{
    const struct table *t = catalogue_table(&built_in, text_of(id));

    assert_non_null(t);
    return t;
}

static void the_built_in_catalogue_has_no_problem(void **state)
{
    struct problems found = { 0 };

    (void)state;
    int rc = catalogue_check(&built_in, &found);
    for (size_t i = 0; i < found.rows.count; i++)
        print_message("# %s\n", found.rows.items[i].what);
    assert_int_equal(rc, 0);
    problems_finish(&found);
}

/* Not read from tables.csv: these are the standards' own counts. */
static void every_table_has_as_many_rows_as_its_source(void **state)
{
    static const struct {
        const char *table;
        size_t rows;
    } due[] = {
        { "2-1", 87 },           { "2-4", 123 },     { "3-2", 32 },          { "3-3", 100 },
        { "4-1", 47 },           { "4-2", 126 },     { "4-2-headings", 15 }, { "parts", 19 },
        { "trace-3-3-4-2", 51 }, { "csf-1.1", 289 }, { "anssi", 583 },       { "attack", 77 },
        { "maturity", 4 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(due); i++)
        assert_int_equal(table_of(due[i].table)->rows.count, due[i].rows);
}

static size_t selected(const struct table *t, const char *column, const char *word, int level)
{
    char name[] = { 's', 'l', (char)('0' + level), 0 };
    size_t count = 0;

    for (ARRAY_EACH(const struct table_row, row, &t->rows))
        count += text_is(table_value(t, row, name), "1") &&
                 !text_is(table_value(t, row, "fr"), "0") &&
                 (!column || text_contains(table_value(t, row, column), word));
    return count;
}

static void levels_select_as_many_rows_as_the_standards_say(void **state)
{
    static const struct {
        const char *table, *column, *word;
        size_t rows[4];
    } due[] = {
        { "3-3", NULL, NULL, { 37, 60, 90, 100 } },
        { "3-3", "fr", "1", { 10, 16, 22, 24 } },
        { "3-3", "fr", "2", { 8, 12, 21, 24 } },
        { "3-3", "fr", "3", { 5, 10, 16, 19 } },
        { "3-3", "fr", "4", { 2, 4, 5, 6 } },
        { "3-3", "fr", "5", { 4, 6, 10, 11 } },
        { "3-3", "fr", "6", { 1, 2, 3, 3 } },
        { "3-3", "fr", "7", { 7, 10, 13, 13 } },
        { "4-2", "component_types", "SAR", { 34, 53, 67, 73 } },
        { "4-2", "component_types", "EDR", { 36, 61, 77, 83 } },
        { "4-2", "component_types", "HDR", { 36, 62, 78, 84 } },
        { "4-2", "component_types", "NDR", { 40, 67, 86, 92 } },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(due); i++)
        for (int level = 1; level <= 4; level++)
            assert_int_equal(selected(table_of(due[i].table), due[i].column, due[i].word, level),
                             due[i].rows[level - 1]);
}

static void corrected_selections_are_the_corrected_ones(void **state)
{
    const struct table *t = table_of("3-3");

    (void)state;
    assert_true(text_is(table_value(t, table_find(t, TEXT("SR 3.4")), "sl1"), "0"));
    assert_true(text_is(table_value(t, table_find(t, TEXT("SR 4.1 RE 2")), "sl3"), "0"));
    assert_true(text_is(table_value(t, table_find(t, TEXT("SR 4.1 RE 2")), "sl4"), "1"));
    assert_true(text_is(table_value(t, table_find(t, TEXT("SR 1.13 RE 1")), "sl2"), "1"));
}

static void requirements_are_split_into_element_and_group(void **state)
{
    static const struct {
        const char *element;
        size_t rows;
    } due[] = { { "ORG", 11 }, { "CM", 4 },    { "NET", 15 },  { "COMP", 10 },
                { "DATA", 7 }, { "USER", 23 }, { "EVENT", 9 }, { "AVAIL", 8 } };
    struct requirements all = { 0 };
    size_t next = 0;

    (void)state;
    catalogue_requirements(&built_in, &all);
    for (size_t i = 0; i < COUNT_OF(due); i++)
        for (size_t n = 0; n < due[i].rows; n++)
            assert_true(text_is(all.rows.items[next++].element, due[i].element));
    assert_int_equal(next, all.rows.count);

    const struct requirement *net = requirement_find(&all, TEXT("NET 1.1"));
    assert_non_null(net);
    assert_true(text_is(net->element_title, "Network and communications security"));
    assert_true(text_is(net->group, "NET 1"));
    assert_true(text_is(net->group_title, "Segmentation"));
    assert_true(net->title.length > 0 && net->confidence.length > 0);
    array_free(&all.rows);
}

static void an_identifier_is_found_in_its_table(void **state)
{
    const struct table_row *row = NULL;
    const struct table *t = catalogue_find(&built_in, TEXT("EDR 3.2"), &row);

    (void)state;
    assert_non_null(t);
    assert_true(text_is(t->id, "4-2"));
    assert_true(text_is(table_value(t, row, "component_types"), "EDR"));
    assert_null(catalogue_find(&built_in, TEXT("EDR 99.9"), &row));
    assert_true(text_is(table_value(t, row, "no such column"), ""));
}

/* What somebody could get wrong, and the sentence that says so. */
struct mistake {
    const char *file, *was, *is, *sentence;
};

static const struct mistake mistakes[] = {
    { "iec62443-3-3-2013.csv", "SR 3.3,3,", "SR 3.3,8,",
      "iec62443-3-3-2013.csv line 55: SR 3.3: fr \"8\" is not a whole number in 1-7" },
    { "iec62443-3-3-2013.csv", ",1,1,1,1,", ",1,0,1,1,",
      "iec62443-3-3-2013.csv line 2: SR 1.1: sl1 is 1 and sl2 is 0; levels are cumulative" },
    { "iec62443-3-3-2013.csv", ",1,1,1,1,", ",2,1,1,1,",
      "iec62443-3-3-2013.csv line 2: SR 1.1: sl1 \"2\" is neither 0 nor 1" },
    { "iec62443-3-3-2013.csv", ",1,1,1,1,", ",0,1,1,1,",
      "iec62443-3-3-2013.csv: 36 selected in sl1; totals.csv line 12 says 37" },
    { "iec62443-3-3-2013.csv", ",1,1,1,1,", ",0,1,1,1,",
      "iec62443-3-3-2013.csv: 1: 9 selected in sl1; totals.csv line 13 says 10" },
    { "iec62443-3-3-2013.csv", "\nSR 1.2,", "\nSR 1.1,",
      "iec62443-3-3-2013.csv line 6: SR 1.1: stands on line 2 already" },
    { "iec62443-3-3-2013.csv", "\nSR 1.2,", "\nSR 1.02 b,",
      "iec62443-3-3-2013.csv line 6: SR 1.02 b: id \"SR 1.02 b\" does not have the form "
      "SR #.#|SR #.# RE #" },
    { "iec62443-3-3-2013.csv", ",high\n", ",certain\n",
      "iec62443-3-3-2013.csv line 2: SR 1.1: confidence \"certain\" is none of high|medium|low" },
    { "iec62443-3-3-2013.csv", ",high\n", "\n",
      "iec62443-3-3-2013.csv line 2: 7 fields; the header has 8" },
    { "iec62443-3-3-2013.csv", "id,fr,", "id,foundation,",
      "iec62443-3-3-2013.csv line 1: column 2 is \"foundation\"; tables.csv calls it \"fr\"" },
    { "iec62443-3-3-2013.csv", "id,fr,", "id,fr,more,",
      "iec62443-3-3-2013.csv line 1: 9 columns; tables.csv lists 8" },
    { "iec62443-3-3-2013.csv", "Second factor",
      "Second\xff"
      "factor",
      "iec62443-3-3-2013.csv line 4: SR 1.1 RE 2: title is not UTF-8" },
    { "iec62443-3-3-2013.csv", "\"Individual", "\"\"\"\"Individual",
      "iec62443-3-3-2013.csv line 3: text behind a closing quote" },
    { "iec62443-4-2-2019.csv", "SAR;EDR;HDR;NDR", "SAR;PLC",
      "iec62443-4-2-2019.csv line 2: CCSC 1: component_types \"PLC\" is none of "
      "SAR|EDR|HDR|NDR" },
    { "iec62443-2-1-2024.csv", "ORG 1 Organization", "ORG 2 Organization",
      "iec62443-2-1-2024.csv line 2: ORG 1.1: group \"ORG 2 Organization and policies\" does "
      "not begin with the group of its id" },
    { "iec62443-2-1-2024.csv", "SP.01.04 BR", "SP.21.04 BR",
      "iec62443-2-1-2024.csv line 3: ORG 1.2: related_by_our_analysis \"SP.21.04 BR\" is not a "
      "row of 2-4+3-3" },
    { "trace-3-3-to-4-2.csv", "SR 1.2,CR 1.2", "SR 1.2,CR 1.99",
      "trace-3-3-to-4-2.csv line 3: SR 1.2: component_requirements \"CR 1.99\" is not a row of "
      "4-2|none" },
    { "csf-1.1-to-62443.csv", "4.2.3.4", "ORG 1.1",
      "csf-1.1-to-62443.csv line 2: ID.AM-1, ISA-62443-2-1:2009, ORG 1.1: ref \"ORG 1.1\" does "
      "not have the form SR #.#|#.#.#|#.#.#.#|#.#.#.#.#" },
    { "attack-ics-18.1-mitigation-to-62443.csv", "SR 2.1,exact", "SR 2.1,",
      "attack-ics-18.1-mitigation-to-62443.csv line 2: M0800, 3-3, SR 2.1: match \"\" is empty "
      "or has blanks around it" },
    { "registries/cip-statuses.csv", "0,Success\n", "",
      "registries/cip-statuses.csv: 45 rows; tables.csv line 20 says 46" },
    { "tables.csv", "sl1:level", "sl1:levl",
      "tables.csv line 5: column \"sl1:levl\": there is no rule \"levl\"" },
    { "tables.csv", "are our own,id,87", "are our own,ident,87",
      "tables.csv line 2: key \"ident\" is not a column" },
    { "tables.csv", "maturity.csv", "../maturity.csv",
      "../maturity.csv: a table's file lies below the catalogue" },
    { "totals.csv", "3-3,fr,1,", "3-4,fr,1,",
      "totals.csv line 13: 3-4, fr, 1: there is no such table or column" },
};

static struct text with_mistake(const struct mistake *m, struct arena *into)
{
    struct text good = embedded_text(embedded_find(&catalogue_files, m->file));
    const char *start = text_string(good, into), *at = strstr(start, m->was);

    assert_non_null(at);
    return text_format(into, "%.*s%s%s", (int)(at - start), start, m->is, at + strlen(m->was));
}

static bool is_said(const struct problems *found, const char *sentence)
{
    for (ARRAY_EACH(const struct problem, one, &found->rows))
        if (strcmp(one->what, sentence) == 0)
            return true;
    for (ARRAY_EACH(const struct problem, one, &found->rows))
        print_message("# instead: %s\n", one->what);
    print_message("# wanted: %s\n", sentence);
    return false;
}

static void make_mistake(const struct mistake *m)
{
    struct arena work;
    struct catalogue c;
    struct problems found = { 0 };

    arena_create(&work, ARENA_TRUSTED);
    write_copy(m->file, with_mistake(m, &work));
    int loaded = catalogue_load(&c, folder, &found), checked = catalogue_check(&c, &found);
    assert_true(loaded < 0 || checked < 0);
    assert_true(is_said(&found, m->sentence));
    write_copy(m->file, embedded_text(embedded_find(&catalogue_files, m->file)));
    problems_finish(&found);
    catalogue_finish(&c);
    arena_destroy(&work);
}

static void every_kind_of_mistake_is_said_with_its_place_and_rule(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(mistakes); i++)
        make_mistake(&mistakes[i]);
}

static void an_unbroken_copy_in_a_folder_is_as_good_as_the_built_in_one(void **state)
{
    struct catalogue c;
    struct problems found = { 0 };

    (void)state;
    assert_int_equal(catalogue_load(&c, folder, &found), 0);
    assert_int_equal(catalogue_check(&c, &found), 0);
    assert_int_equal(c.tables.count, built_in.tables.count);
    catalogue_finish(&c);
    problems_finish(&found);
}

static void all_problems_are_reported_not_just_the_first(void **state)
{
    struct catalogue c;
    struct problems found = { 0 };

    (void)state;
    write_copy("maturity.csv", TEXT("level,name,what_must_be_true,evidence_to_ask_for\n"
                                    "0,,,\n5,x,y,z\n"));
    assert_int_equal(catalogue_load(&c, folder, &found), 0);
    assert_true(catalogue_check(&c, &found) < 0);
    assert_int_equal(found.rows.count,
                     6); /* two levels, three empty cells, two rows instead of 4 */
    write_copy("maturity.csv", embedded_text(embedded_find(&catalogue_files, "maturity.csv")));
    catalogue_finish(&c);
    problems_finish(&found);
}

static void a_missing_folder_is_said_and_finishes_cleanly(void **state)
{
    struct catalogue c;
    struct problems found = { 0 };

    (void)state;
    assert_true(catalogue_load(&c, "/nonexistent", &found) < 0);
    assert_true(is_said(&found, "/nonexistent/tables.csv: No such file or directory"));
    catalogue_finish(&c);
    problems_finish(&found);
}

static void notices_are_built_in_beside_the_tables(void **state)
{
    struct text notice = embedded_text(embedded_find(&catalogue_files, "NOTICE"));

    (void)state;
    assert_true(text_contains(
        notice, "(c) 2025 The MITRE Corporation. This work is reproduced and distributed with"));
    assert_true(text_contains(notice, "Licence Ouverte"));
    assert_non_null(embedded_find(&catalogue_files, "registries/LICENSE"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_built_in_catalogue_has_no_problem),
        cmocka_unit_test(every_table_has_as_many_rows_as_its_source),
        cmocka_unit_test(levels_select_as_many_rows_as_the_standards_say),
        cmocka_unit_test(corrected_selections_are_the_corrected_ones),
        cmocka_unit_test(requirements_are_split_into_element_and_group),
        cmocka_unit_test(an_identifier_is_found_in_its_table),
        cmocka_unit_test(an_unbroken_copy_in_a_folder_is_as_good_as_the_built_in_one),
        cmocka_unit_test(every_kind_of_mistake_is_said_with_its_place_and_rule),
        cmocka_unit_test(all_problems_are_reported_not_just_the_first),
        cmocka_unit_test(a_missing_folder_is_said_and_finishes_cleanly),
        cmocka_unit_test(notices_are_built_in_beside_the_tables),
    };
    return cmocka_run_group_tests(tests, unpack, remove_all);
}
