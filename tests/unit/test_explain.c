#include "assess/explain.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"

#include "small_plant.h"
#include "unit.h"

/* Two cells, one crossing, one legacy controller with its measure: something of everything. */
struct bench {
    struct plant plant;
    struct requirements requirements;
    struct arena text;
    struct assessment figures;
};

static void fill(struct plant *p)
{
    with_zone(p, "cell-a", "10.41.0.0/16");
    with_zone(p, "cell-b", "10.42.0.0/16");
    with_asset(p, "10.41.0.11", ASSET_ot);
    with_registered(p, "10.42.0.20", "hmi-b");
    with_registered(p, "10.41.0.11", "plc-a1")->legacy = true;
    with_registered(p, "10.41.0.99", "spare");
    with_operation(with_conversation(p, "10.42.0.20", "10.41.0.11", 502, "modbus"), "write",
                   CLASS_write);
    static const char *const claimed[] = { "NET 1.2", "COMP 3.5" };
    for (size_t i = 0; i < 2; i++) {
        with_claim(p, claimed[i], 3, 3);
        with_evidence(p, claimed[i], 2);
        with_evidence(p, claimed[i], 3);
    }
    with_measure(p, "COMP 3.5", "10.41.0.11");
}

static int begin(void **state)
{
    static struct bench bench;

    bench = (struct bench){ 0 };
    arena_create(&bench.text, ARENA_TRUSTED);
    small_plant(&bench.plant);
    fill(&bench.plant);
    all_requirements(&bench.requirements, &bench.text);
    assessment_make(&bench.figures, &bench.plant, &bench.requirements);
    *state = &bench;
    return 0;
}

static int end(void **state)
{
    struct bench *b = *state;

    assessment_finish(&b->figures);
    array_free(&b->requirements.rows);
    plant_finish(&b->plant);
    arena_destroy(&b->text);
    return 0;
}

/* Everything that an explanation says, one line per sentence. */
static struct buffer whole(struct bench *b, const char *figure, bool known)
{
    struct buffer out = BUFFER_KEPT;
    struct explanation x;

    assert_int_equal(explain(&x, &b->figures, text_of(figure)), known);
    buffer_text(&out, x.title);
    buffer_string(&out, " = ");
    buffer_text(&out, x.value);
    buffer_string(&out, "\n");
    buffer_text(&out, x.sentence);
    for (ARRAY_EACH(const struct because, step, &x.steps)) {
        buffer_format(&out, "\n%u ", step->depth);
        buffer_text(&out, step->sentence);
        for (ARRAY_EACH(const struct reference, r, &step->references)) {
            buffer_format(&out, " {%s ", reference_kind_name(r->kind));
            buffer_text(&out, r->id);
            buffer_format(&out, " %llu}", (unsigned long long)r->frame);
        }
    }
    buffer_char(&out, 0);
    explanation_finish(&x);
    return out;
}

static void says(struct bench *b, const char *figure, const char *const *parts)
{
    struct buffer said = whole(b, figure, true);

    for (; *parts; parts++)
        if (!strstr(said.at, *parts))
            fail_msg("%s does not say: %s\n%s", figure, *parts, said.at);
    buffer_free(&said);
}

static void a_requirement_goes_down_to_evidence_conversation_and_frame(void **state)
{
    static const char *const parts[] = {
        "Supported maturity of NET 1.2 = 2\n",
        "signal \"crossing-without-conduit\" rules out level 3",
        "0 Claimed level 3, target 3",
        "1 EV-001 shows level 2",
        "{evidence EV-002 0}",
        "2 hmi-b (10.42.0.20) reaches plc-a1 (10.41.0.11)",
        "{conversation 10.42.0.20-10.41.0.11-tcp-502-modbus 0} {capture capture-1.pcap 1}",
        "least of claimed 3, shown 3 and left 2: 2.",
        NULL,
    };

    says(*state, "requirement:NET 1.2", parts);
}

static void a_measure_is_named_where_it_takes_a_row_out(void **state)
{
    static const char *const parts[] = {
        "= 3\n",
        "is silenced by measures",
        "3 Measure CM-001 stands in for it until 2026-07-01. {measure CM-001 0}",
        NULL,
    };

    says(*state, "requirement:COMP 3.5", parts);
}

static void every_kind_of_figure_has_its_explanation(void **state)
{
    static const struct {
        const char *figure;
        const char *parts[5];
    } figures[] = {
        { "overall",
          { "Requirements at target = 1\n", "1 of 87 requirements at target, as of 2026-06-01." } },
        { "spe:NET",
          { "= 0\n", "14 of 15 requirements are not assessed", "0 These hold it at 0:" } },
        { "signal:crossing-without-conduit", { "= 1\n", "It can rule out level 3 of NET 1.2" } },
        { "asset:10.41.0.11",
          { "plc-a1 (10.41.0.11)", "which gets no updates", "{zone cell-a 0}",
            "1 modbus \"write\" by" } },
        { "asset:10.41.0.99", { "= never seen\n" } },
        { "conversation:10.42.0.20-10.41.0.11-tcp-502-modbus",
          { "= not_allowed\n", "10 packets", "\"write\" is write: 4 asked" } },
        { "zone:cell-a", { "= 1\n", "{asset 10.41.0.11 0}" } },
        { "pair:cell-b>cell-a", { "= 10\n", "seen_not_allowed" } },
        { "pair:->cell-a", { "= 0\n", "Nothing may pass" } },
    };

    for (size_t i = 0; i < sizeof figures / sizeof figures[0]; i++)
        says(*state, figures[i].figure, figures[i].parts);
}

static void what_is_no_figure_is_told_which_figures_there_are(void **state)
{
    static const char *const wrong[] = { "",
                                         "net",
                                         "spe:XXX",
                                         "requirement:NET 9.9",
                                         "signal:",
                                         "asset:10.9.9.9",
                                         "conversation:x",
                                         "zone:cell-9",
                                         "pair:cell-a",
                                         "overall:1" };

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct buffer said = whole(*state, wrong[i], false);
        assert_non_null(strstr(said.at, "There is no figure"));
        assert_non_null(strstr(said.at, "requirement:NET 1.1"));
        buffer_free(&said);
    }
}

static void two_runs_give_the_same_bytes(void **state)
{
    static const char *const asked[] = { "overall", "spe:NET", "requirement:NET 1.2",
                                         "asset:10.41.0.11" };
    struct bench *b = *state;

    for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++) {
        struct buffer first = whole(b, asked[i], true);
        assessment_finish(&b->figures);
        assessment_make(&b->figures, &b->plant, &b->requirements);
        struct buffer second = whole(b, asked[i], true);
        assert_string_equal(first.at, second.at);
        buffer_free(&first);
        buffer_free(&second);
    }
}

#define AT_BENCH(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        AT_BENCH(a_requirement_goes_down_to_evidence_conversation_and_frame),
        AT_BENCH(a_measure_is_named_where_it_takes_a_row_out),
        AT_BENCH(every_kind_of_figure_has_its_explanation),
        AT_BENCH(what_is_no_figure_is_told_which_figures_there_are),
        AT_BENCH(two_runs_give_the_same_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
