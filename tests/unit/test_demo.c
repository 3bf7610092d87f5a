/*
 * test_demo.c - the demo plant from its captures to its figures: the faults that
 * its story has, and no others, are what the figures say.
 */
#include <stdlib.h>

#include "assess/assessment.h"
#include "base/file.h"
#include "exchange/format.h"
#include "exchange/yaml.h"
#include "identify/identify.h"
#include "sensor/sensor.h"

#include "small_plant.h"
#include "unit.h"

struct works {
    struct plant plant;
    struct requirements requirements;
    struct arena text;
    struct assessment figures;
};

static const char *demo_file(struct works *w, const char *name)
{
    const char *folder = getenv("DEMO");

    assert_non_null(folder);
    return text_string(text_format(&w->text, "%s/%s", folder, name), &w->text);
}

static void read_captures(struct works *w)
{
    static const char *const captures[] = { "enterprise.pcap", "dmz.pcap",    "scada.pcap",
                                            "cell-a.pcap",     "cell-b.pcap", "safety.pcap" };
    const struct sensor_options options = { .without_sandbox = true };
    struct problem why;

    for (size_t i = 0; i < COUNT_OF(captures); i++)
        assert_int_equal(
            sensor_read_file(demo_file(w, captures[i]), &options, &w->plant.observed, &why), 0);
    observed_sort(&w->plant.observed);
}

static void read_plant(struct works *w)
{
    struct problems found = { 0 };
    struct problem why;
    struct text content;

    assert_int_equal(
        file_read(demo_file(w, "plant.yaml"), YAML_BYTES_MOST, &w->text, &content, &why), 0);
    const struct format_input in = { .content = content,
                                     .name = "plant.yaml",
                                     .requirements = &w->requirements };
    assert_int_equal(format_read(format_find(TEXT("plant")), &in, &w->plant, &found), 0);
}

static int begin(void **state)
{
    static struct works works;

    arena_create(&works.text, ARENA_TRUSTED);
    plant_init(&works.plant);
    all_requirements(&works.requirements, &works.text);
    read_captures(&works);
    assets_finish(&works.plant.assets);
    identify(&works.plant.observed, &works.plant.assets);
    read_plant(&works);
    plant_set_today(&works.plant, day("2030-01-01"));
    assessment_make(&works.figures, &works.plant, &works.requirements);
    *state = &works;
    return 0;
}

static int end(void **state)
{
    struct works *w = *state;

    assessment_finish(&w->figures);
    array_free(&w->requirements.rows);
    plant_finish(&w->plant);
    arena_destroy(&w->text);
    return 0;
}

static const struct signal_result *signal_of(struct works *w, const char *id)
{
    const struct signal_result *r = signals_find(&w->figures.signals, text_of(id));

    assert_non_null(r);
    return r;
}

static bool names(const struct signal_result *r, const char *about, const char *other)
{
    struct address first = at_address(about), second = at_address(other);

    for (ARRAY_EACH(const struct signal_row, row, &r->rows))
        if (row->severity != SEVERITY_note && address_equal(&row->about, &first) &&
            address_equal(&row->other, &second))
            return true;
    return false;
}

static void today_is_the_day_of_the_recording(void **state)
{
    struct works *w = *state;

    assert_int_equal(w->plant.today, day("2026-11-23"));
}

static void the_laptop_is_all_that_the_register_does_not_know(void **state)
{
    const struct signal_result *r = signal_of(*state, "asset-unregistered");
    struct address laptop = at_address("10.41.0.77");

    assert_int_equal(r->found, 1);
    assert_true(address_equal(&r->rows.items[0].about, &laptop));
}

static void the_panel_of_cell_b_reaches_into_cell_a(void **state)
{
    struct works *w = *state;
    const struct signal_result *r = signal_of(w, "crossing-without-conduit");
    uint32_t at = traffic_find(&w->figures.traffic, TEXT("10.42.0.20-10.41.0.11-tcp-502-modbus"));

    assert_true(names(r, "10.42.0.20", "10.41.0.11"));
    assert_int_not_equal(at, DIALOGUE_NONE);
    const struct dialogue *d = &w->figures.traffic.dialogues.items[at];
    assert_int_equal(d->parts.count, 2); /* both cells saw it, and it counts once */
    assert_int_equal(d->packets,
                     w->plant.observed.conversations.items[d->parts.items[0].row].packets);
    assert_true(d->access & 1u << ACCESS_write);
}

static void the_office_reads_the_historian_past_the_dmz(void **state)
{
    assert_true(names(signal_of(*state, "outside-direct"), "10.10.0.21", "10.30.0.20"));
    assert_true(names(signal_of(*state, "clear-text-service"), "10.30.0.20", "10.10.0.21"));
}

static void the_engineering_station_uses_telnet(void **state)
{
    assert_true(names(signal_of(*state, "clear-text-service"), "10.41.0.2", "10.30.0.30"));
}

static void only_the_laptop_changes_what_it_may_not(void **state)
{
    const struct signal_result *r = signal_of(*state, "change-by-unentitled");
    struct address laptop = at_address("10.41.0.77");

    assert_true(r->found > 0);
    for (ARRAY_EACH(const struct signal_row, row, &r->rows))
        assert_true(address_equal(&row->about, &laptop));
}

static void the_agreed_ways_are_agreed(void **state)
{
    assert_int_equal(signal_of(*state, "safety-reached")->state, SIGNAL_clear);
    assert_int_equal(signal_of(*state, "remote-direct")->state, SIGNAL_clear);
    assert_int_equal(signal_of(*state, "address-claimed-twice")->state, SIGNAL_clear);
    assert_int_equal(signal_of(*state, "remote-through-jump")->state, SIGNAL_found);
}

static uint8_t supported(struct works *w, const char *requirement)
{
    const struct requirement_figure *f =
        maturity_requirement(&w->figures.maturity, text_of(requirement));

    assert_non_null(f);
    return f->supported;
}

static void the_scada_server_polls_a_controller_in_its_rhythm(void **state)
{
    const struct works *w = *state;
    uint32_t at = traffic_find(&w->figures.traffic, TEXT("10.30.0.10-10.41.0.11-tcp-502-modbus"));

    assert_int_not_equal(at, DIALOGUE_NONE);
    const struct dialogue *d = &w->figures.traffic.dialogues.items[at];
    assert_int_equal(d->hours, 1U << 1); /* all of it between one and two at night */
    for (ARRAY_EACH(const struct dialogue_operation, o, &d->operations)) {
        if (!text_is(o->sum.code, "3"))
            continue;
        assert_in_range(o->sum.interval, 1000000, 1010000); /* the story: every second */
        assert_in_range(o->sum.regularity, 95, 100);
    }
}

static void the_figures_fall_three_weeks_later_with_the_measure(void **state)
{
    struct works *w = *state;
    moment_us today = w->plant.today;

    assert_int_equal(supported(w, "COMP 3.5"), 3);
    assert_int_equal(supported(w, "NET 1.2"), 2);
    assert_int_equal(supported(w, "AVAIL 2.3"), 2);
    assessment_finish(&w->figures);
    w->plant.today = day("2026-12-14");
    assessment_make(&w->figures, &w->plant, &w->requirements);
    assert_int_equal(supported(w, "COMP 3.5"), 2);
    w->plant.today = today;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(today_is_the_day_of_the_recording),
        cmocka_unit_test(the_laptop_is_all_that_the_register_does_not_know),
        cmocka_unit_test(the_panel_of_cell_b_reaches_into_cell_a),
        cmocka_unit_test(the_office_reads_the_historian_past_the_dmz),
        cmocka_unit_test(the_engineering_station_uses_telnet),
        cmocka_unit_test(only_the_laptop_changes_what_it_may_not),
        cmocka_unit_test(the_agreed_ways_are_agreed),
        cmocka_unit_test(the_scada_server_polls_a_controller_in_its_rhythm),
        cmocka_unit_test(the_figures_fall_three_weeks_later_with_the_measure),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
