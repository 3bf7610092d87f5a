#include "assess/renewals.h"

#include "small_plant.h"
#include "unit.h"

struct bench {
    struct plant plant;
    struct arena text;
};

static int begin(void **state)
{
    static struct bench bench;

    arena_create(&bench.text, ARENA_TRUSTED);
    small_plant(&bench.plant); /* as of 2026-06-01 */
    *state = &bench;
    return 0;
}

static int end(void **state)
{
    struct bench *b = *state;

    plant_finish(&b->plant);
    arena_destroy(&b->text);
    return 0;
}

/* The pointer holds until the next one. */
static struct evidence *evidence_until(struct bench *b, const char *expires)
{
    struct evidence *e = with_evidence(&b->plant, "ORG 1.1", 2);

    e->expires = day(expires);
    return e;
}

static void each_stage_begins_on_its_day(void **state)
{
    static const struct {
        const char *expires, *stage;
    } cases[] = {
        { "2026-05-31", "expired" }, { "2026-06-01", "expired" }, { "2026-06-02", "7 days" },
        { "2026-06-08", "7 days" },  { "2026-06-09", "30 days" }, { "2026-07-01", "30 days" },
        { "2026-07-02", "90 days" }, { "2026-08-30", "90 days" },
    };
    struct bench *b = *state;
    struct renewals all;

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        evidence_until(b, cases[i].expires)->level = (uint8_t)(i % ML_MOST + 1);
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        b->plant.program.evidence.items[i].scope = text_format(&b->text, "scope-%zu", i);
    renewals_make(&all, &b->plant, &b->text);
    assert_int_equal(all.rows.count, COUNT_OF(cases));
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        assert_int_equal(all.rows.items[i].expires, day(cases[i].expires));
        assert_string_equal(renewal_stage_name(all.rows.items[i].stage), cases[i].stage);
    }
    assert_int_equal(all.counts[RENEWAL_expired], 2);
    assert_int_equal(all.counts[RENEWAL_90_days], 2);
    renewals_finish(&all);
}

static void what_expires_later_than_90_days_is_no_renewal(void **state)
{
    struct bench *b = *state;
    struct renewals all;

    evidence_until(b, "2026-08-31");
    with_evidence(&b->plant, "ORG 1.2", 2); /* never */
    renewals_make(&all, &b->plant, &b->text);
    assert_int_equal(all.rows.count, 0);
    renewals_finish(&all);
}

static void evidence_that_a_newer_piece_stands_in_for_is_left_out(void **state)
{
    struct bench *b = *state;
    struct renewals all;

    evidence_until(b, "2026-05-01");
    evidence_until(b, "2027-05-01");
    evidence_until(b, "2026-05-01")->scope = TEXT("elsewhere");
    renewals_make(&all, &b->plant, &b->text);
    assert_int_equal(all.rows.count, 1);
    assert_true(text_equal(b->plant.program.evidence.items[2].id, all.rows.items[0].id));
    renewals_finish(&all);
}

static void a_newer_piece_that_does_not_count_stands_in_for_nothing(void **state)
{
    struct bench *b = *state;
    struct renewals all;

    evidence_until(b, "2026-05-01");
    evidence_until(b, "2027-05-01")->collected = day("2026-12-01"); /* not yet */
    renewals_make(&all, &b->plant, &b->text);
    assert_int_equal(all.rows.count, 1);
    renewals_finish(&all);
}

static void conduits_and_other_ledgers_say_whom_to_ask(void **state)
{
    struct bench *b = *state;
    struct renewals all;
    struct conduit *conduit = with_conduit(&b->plant, "a", "b");
    struct training *training = array_add(&b->plant.program.trainings);

    conduit->expires = day("2026-06-05");
    conduit->owner = TEXT("Automation");
    *training = (struct training){ .id = TEXT("TR-1"),
                                   .person = TEXT("PE-7"),
                                   .topic = TEXT("Awareness"),
                                   .expires = day("2026-06-04") };
    renewals_make(&all, &b->plant, &b->text);
    assert_int_equal(all.rows.count, 2);
    assert_true(text_is(all.rows.items[0].ask, "PE-7"));
    assert_true(text_is(all.rows.items[0].title, "Awareness"));
    assert_string_equal(all.rows.items[1].kind, "conduit");
    assert_true(text_is(all.rows.items[1].ask, "Automation"));
    assert_int_equal(all.rows.items[1].days_left, 4);
    renewals_finish(&all);
    *array_add(&b->plant.program.trainings) = (struct training){ .person = TEXT("PE-7"),
                                                                 .topic = TEXT("Awareness"),
                                                                 .expires = day("2027-06-04") };
    renewals_make(&all, &b->plant, &b->text);
    assert_int_equal(all.rows.count, 1);
    renewals_finish(&all);
}

#define WITH_BENCH(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_BENCH(each_stage_begins_on_its_day),
        WITH_BENCH(what_expires_later_than_90_days_is_no_renewal),
        WITH_BENCH(evidence_that_a_newer_piece_stands_in_for_is_left_out),
        WITH_BENCH(a_newer_piece_that_does_not_count_stands_in_for_nothing),
        WITH_BENCH(conduits_and_other_ledgers_say_whom_to_ask),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
