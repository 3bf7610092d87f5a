#include "assess/drift.h"

#include "small_plant.h"
#include "unit.h"

/* A plant with its catalogue, judged as often as asked. */
struct bench {
    struct plant plant;
    struct requirements requirements;
    struct arena text;
    struct assessment figures;
    bool judged;
};

static int begin(void **state)
{
    static struct bench bench;

    bench = (struct bench){ 0 };
    arena_create(&bench.text, ARENA_TRUSTED);
    small_plant(&bench.plant);
    all_requirements(&bench.requirements, &bench.text);
    *state = &bench;
    return 0;
}

static void forget(struct bench *b)
{
    if (b->judged)
        assessment_finish(&b->figures);
    b->judged = false;
}

static int end(void **state)
{
    struct bench *b = *state;

    forget(b);
    array_free(&b->requirements.rows);
    plant_finish(&b->plant);
    arena_destroy(&b->text);
    return 0;
}

static const struct requirement_figure *figure_of(struct bench *b, const char *requirement)
{
    forget(b);
    assessment_make(&b->figures, &b->plant, &b->requirements);
    b->judged = true;
    const struct requirement_figure *f =
        maturity_requirement(&b->figures.maturity, text_of(requirement));
    assert_non_null(f);
    return f;
}

static const struct element_figure *element_of(struct bench *b, const char *element)
{
    figure_of(b, "ORG 1.1");
    return maturity_element(&b->figures.maturity, text_of(element));
}

static void the_catalogue_has_87_requirements_in_eight_elements(void **state)
{
    struct bench *b = *state;

    figure_of(b, "ORG 1.1");
    assert_int_equal(b->figures.maturity.requirements.count, 87);
    assert_int_equal(b->figures.maturity.elements.count, 8);
    assert_int_equal(b->figures.maturity.overall.total, 87);
}

static void every_requirement_that_a_signal_cites_exists_and_says_why(void **state)
{
    struct bench *b = *state;
    unsigned count = 0;

    for (const struct signal *const *s = signal_table; *s; s++, count++) {
        assert_non_null((*s)->requirements[0].id);
        assert_in_range((*s)->level, 1, ML_MOST);
        for (size_t i = 0; i < SIGNAL_REQUIREMENTS_MOST && (*s)->requirements[i].id; i++) {
            struct text id = text_of((*s)->requirements[i].id);
            assert_non_null(requirement_find(&b->requirements, id));
            assert_non_null((*s)->requirements[i].why);
        }
        if (count > 0)
            assert_true(text_compare(text_of(signal_table[count - 1]->id), text_of((*s)->id)) < 0);
    }
    assert_true(count >= 12);
}

static void a_claim_without_evidence_supports_nothing(void **state)
{
    struct bench *b = *state;
    with_claim(&b->plant, "ORG 1.1", 3, 3);

    const struct requirement_figure *f = figure_of(b, "ORG 1.1");
    assert_int_equal(f->claimed, 3);
    assert_int_equal(f->supported, 0);
    assert_int_equal(f->state, REQUIREMENT_below_target);
    assert_true(text_is(f->reason, "Claimed 3, supported 0: nothing that counts shows level 1."));
}

static void evidence_of_any_level_shows_level_one(void **state)
{
    struct bench *b = *state;
    with_claim(&b->plant, "ORG 1.1", 3, 3);
    with_evidence(&b->plant, "ORG 1.1", 3);

    const struct requirement_figure *f = figure_of(b, "ORG 1.1");
    assert_int_equal(f->shown, 1); /* level 2 is missing below it */
    assert_int_equal(f->supported, 1);
}

static void levels_are_cumulative_and_the_claim_is_the_ceiling(void **state)
{
    struct bench *b = *state;
    struct claim *claim = with_claim(&b->plant, "ORG 1.1", 3, 3);
    with_evidence(&b->plant, "ORG 1.1", 2);
    with_evidence(&b->plant, "ORG 1.1", 3);
    with_evidence(&b->plant, "ORG 1.1", 4);

    assert_int_equal(figure_of(b, "ORG 1.1")->supported, 3);
    assert_int_equal(figure_of(b, "ORG 1.1")->shown, 4);
    assert_int_equal(figure_of(b, "ORG 1.1")->state, REQUIREMENT_at_target);
    claim = &b->plant.program.claims.items[0];
    claim->level = 2;
    assert_int_equal(figure_of(b, "ORG 1.1")->supported, 2);
    assert_int_equal(figure_of(b, "ORG 1.1")->state, REQUIREMENT_below_target);
}

static void evidence_counts_up_to_the_day_before_it_expires(void **state)
{
    struct bench *b = *state;
    with_claim(&b->plant, "ORG 1.1", 2, 2);
    with_evidence(&b->plant, "ORG 1.1", 2)->expires = day("2026-06-02");

    assert_int_equal(figure_of(b, "ORG 1.1")->supported, 2);
    assert_int_equal(figure_of(b, "ORG 1.1")->next_expiry, day("2026-06-02"));
    b->plant.today = day("2026-06-02");
    const struct requirement_figure *f = figure_of(b, "ORG 1.1");
    assert_int_equal(f->supported, 0);
    assert_int_equal(f->evidence_expired, 1);
    assert_int_equal(element_of(b, "ORG")->evidence_expired, 1);
}

static void what_expired_is_named_as_the_reason(void **state)
{
    struct bench *b = *state;
    with_claim(&b->plant, "ORG 1.1", 3, 3);
    with_evidence(&b->plant, "ORG 1.1", 2);
    with_evidence(&b->plant, "ORG 1.1", 3)->expires = day("2026-05-01");

    assert_true(text_is(figure_of(b, "ORG 1.1")->reason,
                        "Claimed 3, supported 2: EV-002, which showed level 3, expired on "
                        "2026-05-01."));
}

static void evidence_from_the_future_or_without_file_and_link_does_not_count(void **state)
{
    struct bench *b = *state;
    with_claim(&b->plant, "ORG 1.1", 2, 2);
    with_evidence(&b->plant, "ORG 1.1", 2)->collected = day("2026-06-02");
    assert_int_equal(figure_of(b, "ORG 1.1")->supported, 0);

    struct evidence *e = &b->plant.program.evidence.items[0];
    e->collected = day("2026-06-01");
    assert_int_equal(figure_of(b, "ORG 1.1")->supported, 2);
    e->link = (struct text){ 0 };
    assert_int_equal(figure_of(b, "ORG 1.1")->supported, 0);
    e->digest = TEXT("aa");
    assert_int_equal(figure_of(b, "ORG 1.1")->supported, 2);
    e->file = EVIDENCE_FILE_altered;
    assert_int_equal(figure_of(b, "ORG 1.1")->supported, 0);
    assert_int_equal(evidence_state(e, b->plant.today), EVIDENCE_file_altered);
}

static void not_applicable_without_an_approver_counts_as_zero_and_is_flagged(void **state)
{
    struct bench *b = *state;
    struct claim *claim = with_claim(&b->plant, "NET 2.1", 0, 0);
    claim->not_applicable = true;
    claim->reason = TEXT("there is no radio");

    const struct requirement_figure *f = figure_of(b, "NET 2.1");
    assert_int_equal(f->state, REQUIREMENT_not_assessed);
    assert_int_equal(f->supported, 0);
    assert_true(f->refused_exclusion);
    assert_true(text_contains(f->reason, "without an approver"));
    assert_int_equal(element_of(b, "NET")->applicable, 15);
    assert_int_equal(element_of(b, "NET")->refused_exclusions, 1);

    b->plant.program.claims.items[0].approver = TEXT("plant manager");
    f = figure_of(b, "NET 2.1");
    assert_int_equal(f->state, REQUIREMENT_not_applicable);
    assert_false(f->refused_exclusion);
    assert_int_equal(element_of(b, "NET")->applicable, 14);
    assert_int_equal(b->figures.maturity.overall.states[REQUIREMENT_not_applicable], 1);
}

static void an_element_is_the_minimum_and_what_is_not_assessed_counts_as_zero(void **state)
{
    struct bench *b = *state;
    static const char *const ids[] = { "CM 1.1", "CM 1.2", "CM 1.3", "CM 1.4" };

    for (size_t i = 0; i < 3; i++) {
        with_claim(&b->plant, ids[i], (uint8_t)(i == 1 ? 2 : 3), 3);
        with_evidence(&b->plant, ids[i], 2);
        with_evidence(&b->plant, ids[i], 3);
    }
    const struct element_figure *e = element_of(b, "CM");
    assert_int_equal(e->supported, 0);
    assert_int_equal(e->supported_of_assessed, 2);
    assert_int_equal(e->assessed, 3);
    assert_int_equal(e->states[REQUIREMENT_at_target], 2);
    assert_int_equal(e->states[REQUIREMENT_not_assessed], 1);
    assert_int_equal(e->supported_at[0], 1);
    assert_int_equal(e->supported_at[3], 2);

    with_claim(&b->plant, ids[3], 1, 3);
    with_evidence(&b->plant, ids[3], 2);
    e = element_of(b, "CM");
    assert_int_equal(e->supported, 1);
    assert_int_equal(e->claimed, 1);
}

/* A requirement at level 3 by claim and evidence. */
static void with_level_3(struct plant *p, const char *requirement)
{
    with_claim(p, requirement, 3, 3);
    with_evidence(p, requirement, 2);
    with_evidence(p, requirement, 3);
}

static void a_contradicting_signal_leaves_the_level_below(void **state)
{
    struct bench *b = *state;
    with_level_3(&b->plant, "USER 1.11");
    assert_int_equal(figure_of(b, "USER 1.11")->supported, 3);

    with_fact(&b->plant, "10.0.0.9", FIELD_community, "public");
    const struct requirement_figure *f = figure_of(b, "USER 1.11");
    assert_int_equal(f->supported, 2);
    assert_int_equal(f->left, 2);
    assert_int_equal(f->contradicting, 1);
    assert_true(text_is(f->reason,
                        "Claimed 3, supported 2: signal \"default-community\" rules out level 3."));
}

static void the_day_a_measure_expires_the_figure_falls(void **state)
{
    struct bench *b = *state;
    with_level_3(&b->plant, "COMP 3.5");
    with_registered(&b->plant, "10.0.0.9", "old plc")->legacy = true;
    assert_int_equal(figure_of(b, "COMP 3.5")->supported, 2);

    with_measure(&b->plant, "COMP 3.5", "10.0.0.9")->expires = day("2026-06-15");
    b->plant.today = day("2026-06-14");
    assert_int_equal(figure_of(b, "COMP 3.5")->supported, 3);
    assert_int_equal(figure_of(b, "COMP 3.5")->measures_counting, 1);
    b->plant.today = day("2026-06-15");
    assert_int_equal(figure_of(b, "COMP 3.5")->supported, 2);
    assert_int_equal(figure_of(b, "COMP 3.5")->measures_counting, 0);
}

static void a_measure_falls_when_traffic_breaks_the_conduit_that_it_rests_on(void **state)
{
    struct bench *b = *state;
    with_level_3(&b->plant, "COMP 3.5");
    with_registered(&b->plant, "10.0.0.9", "old plc")->legacy = true;
    struct measure *m = with_measure(&b->plant, "COMP 3.5", "10.0.0.9");
    with_zone(&b->plant, "cell", "10.0.0.0/24");
    with_zone(&b->plant, "control", "10.1.0.0/24");
    struct conduit *reads = with_conduit(&b->plant, "control", "cell");
    with_service(reads, "modbus", 1u << ACCESS_read);
    m->conduit = reads->id;
    with_operation(with_conversation(&b->plant, "10.1.0.1", "10.0.0.9", 502, "modbus"),
                   "Read Coils", CLASS_read);
    assert_int_equal(figure_of(b, "COMP 3.5")->supported, 3);
    assert_null(measure_breach(&b->figures.proofs, m));

    with_operation(with_conversation(&b->plant, "10.1.0.2", "10.0.0.9", 502, "modbus"),
                   "Write Single Coil", CLASS_write);
    assert_int_equal(figure_of(b, "COMP 3.5")->supported, 2);
    assert_int_equal(figure_of(b, "COMP 3.5")->measures_counting, 0);
    assert_int_equal(measure_state(&b->figures.proofs, m), MEASURE_contradicted);
    assert_int_equal(measure_breach(&b->figures.proofs, m)->count, 1);
    struct drift drift;
    drift_make(&drift, &b->figures, 7); /* before the traffic, which is of yesterday */
    assert_int_equal(maturity_requirement(&drift.before, TEXT("COMP 3.5"))->supported, 3);
    drift_finish(&drift);
    m->conduit = (struct text){ 0 };
    assert_int_equal(figure_of(b, "COMP 3.5")->supported, 3);
}

static void
a_measure_that_is_untested_or_failed_or_for_something_else_takes_nothing_out(void **state)
{
    struct bench *b = *state;
    with_level_3(&b->plant, "COMP 3.5");
    with_registered(&b->plant, "10.0.0.9", "old plc")->legacy = true;
    with_measure(&b->plant, "COMP 3.5", "10.0.0.9");
    struct measure *m = &b->plant.program.measures.items[0];

    m->tested = 0;
    assert_int_equal(figure_of(b, "COMP 3.5")->supported, 2);
    m->tested = day("2026-06-02");
    assert_int_equal(figure_of(b, "COMP 3.5")->supported, 2);
    m->tested = day("2026-06-01");
    assert_int_equal(figure_of(b, "COMP 3.5")->supported, 3);
    m->effective = false;
    assert_int_equal(figure_of(b, "COMP 3.5")->supported, 2);
    m->effective = true;
    m->asset = at_address("10.0.0.10");
    assert_int_equal(figure_of(b, "COMP 3.5")->supported, 2);
    m->asset = at_address("10.0.0.9");
    m->requirement = TEXT("COMP 3.4");
    assert_int_equal(figure_of(b, "COMP 3.5")->supported, 2);
}

static void a_measure_for_one_asset_leaves_the_rows_of_another_standing(void **state)
{
    struct bench *b = *state;
    with_level_3(&b->plant, "COMP 3.5");
    with_registered(&b->plant, "10.0.0.9", "old plc")->legacy = true;
    with_registered(&b->plant, "10.0.0.10", "older plc")->legacy = true;
    with_measure(&b->plant, "COMP 3.5", "10.0.0.9");

    assert_int_equal(figure_of(b, "COMP 3.5")->supported, 2);
    const struct signal_result *r = signals_find(&b->figures.signals, TEXT("legacy-unsupported"));
    assert_int_equal(r->found, 2);
    assert_int_equal(signal_standing(r, TEXT("COMP 3.5"), &b->figures.proofs), 1);
}

static void a_supporting_signal_is_live_evidence_of_its_level(void **state)
{
    struct bench *b = *state;
    with_zone(&b->plant, "cell", "10.2.0.0/16");
    with_asset(&b->plant, "10.2.0.1", ASSET_ot);
    with_registered(&b->plant, "10.2.0.1", "plc");
    with_registered(&b->plant, "10.3.0.1", "backup server");
    with_claim(&b->plant, "AVAIL 2.1", 3, 3);
    with_evidence(&b->plant, "AVAIL 2.1", 2);
    assert_int_equal(figure_of(b, "AVAIL 2.1")->supported, 2);

    struct conversation *c = with_conversation(&b->plant, "10.2.0.1", "10.3.0.1", 21, "ftp");
    with_operation(c, "store", CLASS_file);
    const struct requirement_figure *f = figure_of(b, "AVAIL 2.1");
    assert_int_equal(f->supported, 3);
    assert_int_equal(f->supporting, 1);
}

static void every_requirement_is_in_exactly_one_state(void **state)
{
    struct bench *b = *state;
    uint32_t sum = 0;
    with_claim(&b->plant, "ORG 1.1", 2, 0);
    with_evidence(&b->plant, "ORG 1.1", 2);
    with_level_3(&b->plant, "ORG 1.2");
    with_claim(&b->plant, "ORG 1.3", 4, 4);

    figure_of(b, "ORG 1.1");
    const struct element_figure *all = &b->figures.maturity.overall;
    for (size_t i = 0; i < REQUIREMENT_STATE_COUNT; i++)
        sum += all->states[i];
    assert_int_equal(sum, 87);
    assert_int_equal(all->states[REQUIREMENT_no_target], 1);
    assert_int_equal(all->states[REQUIREMENT_at_target], 1);
    assert_int_equal(all->states[REQUIREMENT_below_target], 1);
    assert_int_equal(all->states[REQUIREMENT_not_assessed], 84);
    assert_int_equal(all->overclaimed, 1);
}

#define WITH_BENCH(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_BENCH(the_catalogue_has_87_requirements_in_eight_elements),
        WITH_BENCH(every_requirement_that_a_signal_cites_exists_and_says_why),
        WITH_BENCH(a_claim_without_evidence_supports_nothing),
        WITH_BENCH(evidence_of_any_level_shows_level_one),
        WITH_BENCH(levels_are_cumulative_and_the_claim_is_the_ceiling),
        WITH_BENCH(evidence_counts_up_to_the_day_before_it_expires),
        WITH_BENCH(what_expired_is_named_as_the_reason),
        WITH_BENCH(evidence_from_the_future_or_without_file_and_link_does_not_count),
        WITH_BENCH(not_applicable_without_an_approver_counts_as_zero_and_is_flagged),
        WITH_BENCH(an_element_is_the_minimum_and_what_is_not_assessed_counts_as_zero),
        WITH_BENCH(a_contradicting_signal_leaves_the_level_below),
        WITH_BENCH(the_day_a_measure_expires_the_figure_falls),
        WITH_BENCH(a_measure_falls_when_traffic_breaks_the_conduit_that_it_rests_on),
        WITH_BENCH(a_measure_that_is_untested_or_failed_or_for_something_else_takes_nothing_out),
        WITH_BENCH(a_measure_for_one_asset_leaves_the_rows_of_another_standing),
        WITH_BENCH(a_supporting_signal_is_live_evidence_of_its_level),
        WITH_BENCH(every_requirement_is_in_exactly_one_state),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
