#include "report/report.h"
#include "small_plant.h"
#include "unit.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct sample {
    struct plant plant;
    struct catalogue catalogue;
    struct requirements requirements;
    struct assessment figures;
};

static void add_program(struct plant *p)
{
    static const uint8_t target[FR_COUNT] = { 2, 1, 1, 1, 2, 1, 1 };
    struct zone *cell = with_zone(p, "cell", "10.2.0.0/24");

    p->program.plant = TEXT("Works");
    memcpy(cell->sl_target, target, sizeof target);
    with_claim(p, "NET 1.1", 3, 3);
    with_claim(p, "ORG 1.2", 0, 2)->not_applicable = true;
    with_evidence(p, "NET 1.1", 2);
    *array_add(&p->program.actions) = (struct action){
        .id = TEXT("ACT-001"),
        .title = TEXT("Close the way"),
        .requirements = TEXT("NET 1.1;NET 1.2"),
        .state = TEXT("open"),
        .due = day("2026-05-01"),
        .cannot_wait = true,
    };
}

static struct sample *sample_of(void (*fill)(struct plant *p))
{
    struct sample *s = calloc(1, sizeof *s);
    struct problems found = { 0 };

    small_plant(&s->plant);
    if (fill)
        fill(&s->plant);
    assert_int_equal(catalogue_load(&s->catalogue, NULL, &found), 0);
    catalogue_requirements(&s->catalogue, &s->requirements);
    assessment_make(&s->figures, &s->plant, &s->requirements);
    return s;
}

static void drop(struct sample *s)
{
    assessment_finish(&s->figures);
    array_free(&s->requirements.rows);
    catalogue_finish(&s->catalogue);
    plant_finish(&s->plant);
    free(s);
}

static struct report_input input_of(const struct sample *s, const char *subject)
{
    return (struct report_input){
        .assessment = &s->figures,
        .catalogue = &s->catalogue,
        .version = "1.2.3",
        .plant_folder = "works",
        .subject = text_of(subject),
    };
}

/* NUL-terminated; the caller frees it. */
static struct buffer written(const char *document, enum output output,
                             const struct report_input *in)
{
    struct buffer out = BUFFER_KEPT;
    struct problem why;

    if (report_write(document, output, in, &out, &why) < 0)
        fail_msg("%s", why.what);
    buffer_char(&out, '\0');
    return out;
}

static void assert_says(const char *document, const struct report_input *in, const char *part)
{
    struct buffer out = written(document, OUTPUT_html, in);

    if (!strstr(out.at, part))
        fail_msg("%s does not say \"%s\"", document, part);
    buffer_free(&out);
}

static void no_two_documents_have_one_name_and_each_says_what_it_is_for(void **state)
{
    (void)state;
    for (const struct document *const *d = document_table; *d; d++) {
        assert_ptr_equal(document_find(text_of((*d)->name)), *d);
        assert_true(strlen((*d)->title) > 0 && strlen((*d)->about) > 20);
        assert_true((*d)->html || (*d)->json);
    }
}

static void every_document_is_made_of_a_plant_of_which_nothing_is_known(void **state)
{
    struct sample *s = sample_of(NULL);

    (void)state;
    for (const struct document *const *d = document_table; *d; d++) {
        struct subjects all;
        subjects_list(&all, (*d)->subject, &s->figures);
        struct report_input in = input_of(s, NULL);
        if ((*d)->needs_subject && all.rows.count)
            in.subject = all.rows.items[0].id;
        if (!(*d)->needs_subject || all.rows.count) {
            struct buffer out = written((*d)->name, (*d)->html ? OUTPUT_html : OUTPUT_json, &in);
            assert_true(out.length > 300);
            buffer_free(&out);
        }
        subjects_finish(&all);
    }
    drop(s);
}

static void an_empty_document_says_what_to_do_next(void **state)
{
    struct sample *s = sample_of(NULL);
    const struct report_input in = input_of(s, NULL);

    (void)state;
    assert_says("roadmap", &in, "Add actions");
    assert_says("action-sheets", &in, "Add one under Ledgers, Actions");
    assert_says("evidence-index", &in, "Keep a file or a link");
    assert_says("statement-of-applicability", &in, "Give each zone its SL-T");
    assert_says("readiness-dossier", &in, "Describe them under Zones and conduits");
    assert_says("interim-report", &in, "Nothing that is known today has to be done");
    drop(s);
}

static void a_document_of_the_whole_plant_is_of_nothing_else(void **state)
{
    struct sample *s = sample_of(add_program);
    struct report_input in = input_of(s, "cell");
    struct buffer out = BUFFER_KEPT;
    struct problem why;

    (void)state;
    assert_int_equal(report_write("roadmap", OUTPUT_html, &in, &out, &why), -EINVAL);
    assert_string_equal(why.what, "roadmap: it is of the whole plant, and of no \"cell\"");
    assert_int_equal(report_write("action-sheets", OUTPUT_html, &in, &out, &why), -EINVAL);
    assert_string_equal(
        why.what, "action-sheets: it is of one open action (--for), which is one of: ACT-001");
    assert_int_equal(out.length, 0);
    in.subject = TEXT("ACT-001");
    assert_says("action-sheets", &in, "NET 1.1");
    drop(s);
}

static void what_is_overdue_or_cannot_wait_is_in_the_interim_report(void **state)
{
    struct sample *s = sample_of(add_program);
    const struct report_input in = input_of(s, NULL);

    (void)state;
    assert_says("interim-report", &in, "1 action cannot wait for the report.");
    assert_says("interim-report", &in, ">ACT-001<");
    drop(s);
}

static void an_exclusion_without_reason_is_not_accepted_in_the_statement(void **state)
{
    struct sample *s = sample_of(add_program);
    const struct report_input in = input_of(s, NULL);

    (void)state;
    assert_says("statement-of-applicability", &in,
                "Called not applicable without reason or approver");
    drop(s);
}

static const struct kept_table *table_of(const struct tables *all, const char *name)
{
    const struct kept_table *t = tables_find(all, text_of(name));

    if (!t)
        fail_msg("there is no table \"%s\"", name);
    return t;
}

static void the_target_of_a_zone_selects_its_technical_requirements(void **state)
{
    struct sample *s = sample_of(add_program);
    const struct report_input in = input_of(s, NULL);
    struct tables all;
    unsigned applying = 0;

    (void)state;
    report_tables(document_find(TEXT("statement-of-applicability")), &in, OUTPUT_json, &all);
    const struct kept_table *t = table_of(&all, "technical-requirements-by-zone");
    assert_int_equal(t->columns.count, 3);
    assert_int_equal(kept_table_rows(t), 100);
    for (size_t row = 0; row < 100; row++)
        applying += text_is(kept_table_cell(t, row, 2), "yes");
    /* FR 1 and 5 at level 2: 16 and 6; the others at level 1: 8, 5, 2, 1, 7 */
    assert_int_equal(applying, 16 + 8 + 5 + 2 + 6 + 1 + 7);
    tables_finish(&all);
    drop(s);
}

static void a_specification_asks_for_what_the_target_of_its_zone_selects(void **state)
{
    struct sample *s = sample_of(add_program);
    struct report_input in = input_of(s, NULL);
    struct buffer out = BUFFER_KEPT;
    struct tables all;
    struct problem why;

    (void)state;
    assert_int_equal(report_write("requirements-specification", OUTPUT_html, &in, &out, &why),
                     -EINVAL);
    assert_non_null(strstr(why.what, "it is of one zone (--for), which is one of: cell"));
    in.subject = TEXT("cell");
    assert_says("requirements-specification", &in, "selects 45 of 100 system requirements");
    report_tables(document_find(TEXT("requirements-specification")), &in, OUTPUT_json, &all);
    assert_int_equal(kept_table_rows(table_of(&all, "system-requirements")), 45);
    const struct kept_table *components = table_of(&all, "component-requirements");
    assert_true(text_is(kept_table_cell(components, 0, 0), "CCSC 1"));
    /* nobody has chosen rows of 2-4: the 72 base requirements */
    assert_int_equal(kept_table_rows(table_of(&all, "requirements-on-services")), 72);
    tables_finish(&all);
    drop(s);
}

static void a_zone_without_a_target_asks_for_one(void **state)
{
    struct sample *s = sample_of(add_program);
    struct report_input in = input_of(s, "bare");

    (void)state;
    with_zone(&s->plant, "bare", "10.9.0.0/24");
    assert_says("requirements-specification", &in, "Set the zone&#39;s SL-T");
    drop(s);
}

static void every_element_has_a_policy_to_begin_from(void **state)
{
    struct sample *s = sample_of(add_program);
    struct subjects all;

    (void)state;
    subjects_list(&all, SUBJECT_element, &s->figures);
    assert_int_equal(all.rows.count, 8);
    for (ARRAY_EACH(const struct subject_row, row, &all.rows)) {
        struct report_input in = input_of(s, NULL);
        in.subject = row->id;
        assert_says("policy", &in, "<h3>Purpose</h3>");
        assert_says("policy", &in, "<h3>Records</h3>");
        assert_says("policy", &in, "starting text, not approved");
        struct buffer out = written("policy", OUTPUT_html, &in);
        assert_null(strchr(strstr(out.at, "</style>"), '{'));
        buffer_free(&out);
    }
    subjects_finish(&all);
    const struct report_input in = input_of(s, "ORG");
    assert_says("policy", &in, "how [your organisation] finds out");
    assert_says("policy", &in, "the control systems of Works");
    drop(s);
}

static void a_policy_of_the_owner_takes_the_place_of_the_starting_text(void **state)
{
    struct sample *s = sample_of(add_program);
    const struct report_input in = input_of(s, "NET");

    (void)state;
    *array_add(&s->plant.program.policies) = (struct policy){
        .id = TEXT("POL-001"),
        .element = TEXT("NET"),
        .title = TEXT("Our networks"),
        .body = TEXT("Nothing passes <here>.\n- a point\n\n- another\nThe end."),
        .approver = TEXT("The board"),
    };
    assert_says("policy", &in, "<p>Nothing passes &lt;here&gt;.</p>");
    assert_says("policy", &in, "<ul><li>a point</li>\n<li>another</li>\n</ul><p>The end.</p>");
    assert_says("policy", &in, "The board");
    drop(s);
}

static void a_table_is_kept_as_the_page_shows_it(void **state)
{
    static const struct html_column columns[] = { { "Re\xc2\xadquirement", NULL },
                                                  { "Level", "number" },
                                                  { NULL, NULL } };
    struct buffer out = BUFFER_KEPT;
    struct html h = html_to(&out);
    struct tables all;

    (void)state;
    tables_init(&all);
    h.tables = &all;
    html_element(&h, "h2", NULL, "What is short");
    for (int twice = 0; twice < 2; twice++) {
        html_table(&h, NULL, columns);
        html_row(&h, NULL);
        html_open(&h, "td");
        html_say(&h, "a < b");
        html_element(&h, "div", NULL, "more");
        html_close(&h, "td");
        html_cell(&h, NULL, "-");
        html_row_end(&h);
        html_row(&h, NULL);
        html_cell(&h, NULL, "alone");
        html_row_end(&h);
        html_table_end(&h);
    }
    assert_int_equal(all.items.count, 2);
    assert_true(text_is(all.items.items[1].name, "what-is-short-2"));
    const struct kept_table *t = table_of(&all, "what-is-short");
    assert_true(text_is(t->columns.items[0], "Requirement"));
    assert_int_equal(kept_table_rows(t), 2);
    assert_true(text_is(kept_table_cell(t, 0, 0), "a < b\nmore"));
    assert_true(text_is(kept_table_cell(t, 0, 1), ""));
    assert_true(text_is(kept_table_cell(t, 1, 1), ""));
    tables_finish(&all);
    buffer_free(&out);
}

static void a_csv_holds_the_table_that_was_asked_for(void **state)
{
    struct sample *s = sample_of(add_program);
    struct report_input in = input_of(s, NULL);
    struct buffer out = BUFFER_KEPT;
    struct problem why;

    (void)state;
    assert_int_equal(report_write("evidence-index", OUTPUT_csv, &in, &out, &why), -EINVAL);
    assert_non_null(strstr(why.what, "choose it with --table: evidence, "));
    in.table = TEXT("evidence");
    struct buffer csv = written("evidence-index", OUTPUT_csv, &in);
    assert_non_null(strstr(csv.at, "Id,Title,Kind,Requirement,Level,"));
    assert_non_null(strstr(csv.at, "\nEV-001,"));
    buffer_free(&csv);
    in.table = TEXT("nothing");
    assert_int_equal(report_write("evidence-index", OUTPUT_csv, &in, &out, &why), -EINVAL);
    assert_non_null(strstr(why.what, "there is no table \"nothing\" in it; there is: evidence"));
    assert_int_equal(out.length, 0);
    drop(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_two_documents_have_one_name_and_each_says_what_it_is_for),
        cmocka_unit_test(every_document_is_made_of_a_plant_of_which_nothing_is_known),
        cmocka_unit_test(an_empty_document_says_what_to_do_next),
        cmocka_unit_test(a_document_of_the_whole_plant_is_of_nothing_else),
        cmocka_unit_test(what_is_overdue_or_cannot_wait_is_in_the_interim_report),
        cmocka_unit_test(an_exclusion_without_reason_is_not_accepted_in_the_statement),
        cmocka_unit_test(the_target_of_a_zone_selects_its_technical_requirements),
        cmocka_unit_test(a_specification_asks_for_what_the_target_of_its_zone_selects),
        cmocka_unit_test(a_zone_without_a_target_asks_for_one),
        cmocka_unit_test(every_element_has_a_policy_to_begin_from),
        cmocka_unit_test(a_policy_of_the_owner_takes_the_place_of_the_starting_text),
        cmocka_unit_test(a_table_is_kept_as_the_page_shows_it),
        cmocka_unit_test(a_csv_holds_the_table_that_was_asked_for),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
