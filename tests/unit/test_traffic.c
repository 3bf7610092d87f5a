#include "model/traffic.h"

#include "small_plant.h"
#include "unit.h"

static struct conversation *in_capture(struct plant *p, uint32_t capture, int64_t from, int64_t to,
                                       uint64_t packets)
{
    struct conversation *c = with_conversation(p, "10.0.0.1", "10.0.0.2", 502, "modbus");

    c->capture = capture;
    c->first = second(from);
    c->last = second(to);
    c->packets = packets;
    c->bytes = packets * 100;
    c->packets_from_client = packets / 2;
    return c;
}

static void two_span_ports_at_the_same_time_count_the_larger_and_not_the_sum(void **state)
{
    (void)state;
    struct plant p;
    struct traffic t;
    small_plant(&p);
    uint32_t other = with_capture(&p, second(0), second(3600));

    in_capture(&p, 0, 100, 200, 40);
    in_capture(&p, other, 100, 200, 50);
    traffic_build(&t, &p.observed, &p.assets);
    assert_int_equal(t.dialogues.count, 1);
    assert_int_equal(t.dialogues.items[0].packets, 50);
    assert_int_equal(t.dialogues.items[0].bytes, 5000);
    assert_int_equal(t.dialogues.items[0].packets_from_client, 25);
    assert_false(t.dialogues.items[0].parts.items[0].counted);
    assert_true(t.dialogues.items[0].parts.items[1].counted);
    traffic_finish(&t);
    plant_finish(&p);
}

static void files_of_one_rotating_capture_are_summed(void **state)
{
    (void)state;
    struct plant p;
    struct traffic t;
    small_plant(&p);
    uint32_t next = with_capture(&p, second(3600), second(7200));

    in_capture(&p, 0, 3000, 3600, 40);
    in_capture(&p, next, 3600, 4000, 50);
    traffic_build(&t, &p.observed, &p.assets);
    assert_int_equal(t.dialogues.items[0].packets, 90);
    assert_int_equal(t.dialogues.items[0].first, second(3000));
    assert_int_equal(t.dialogues.items[0].last, second(4000));
    traffic_finish(&t);
    plant_finish(&p);
}

static void a_long_capture_beside_two_short_ones_counts_once(void **state)
{
    (void)state;
    struct plant p;
    struct traffic t;
    small_plant(&p);
    uint32_t early = with_capture(&p, second(0), second(1000));
    uint32_t late = with_capture(&p, second(2000), second(3600));

    in_capture(&p, 0, 100, 3000, 70);
    in_capture(&p, early, 100, 900, 45);
    in_capture(&p, late, 2100, 3000, 45);
    traffic_build(&t, &p.observed, &p.assets);
    assert_int_equal(t.dialogues.items[0].packets, 90); /* the short ones: 45 + 45 beats 70 */
    traffic_finish(&t);
    plant_finish(&p);
}

static void one_packet_stamped_by_two_taps_a_millisecond_apart_counts_once(void **state)
{
    (void)state;
    struct plant p;
    struct traffic t;
    small_plant(&p);
    uint32_t other = with_capture(&p, second(0), second(3600));

    in_capture(&p, 0, 100, 100, 1);
    struct conversation *again = in_capture(&p, other, 100, 100, 1);
    again->first = again->last = second(100) + 1000;
    traffic_build(&t, &p.observed, &p.assets);
    assert_int_equal(t.dialogues.items[0].packets, 1);
    traffic_finish(&t);
    plant_finish(&p);
}

static void an_operation_that_only_the_smaller_row_saw_is_kept(void **state)
{
    (void)state;
    struct plant p;
    struct traffic t;
    small_plant(&p);
    uint32_t other = with_capture(&p, second(0), second(3600));

    with_operation(in_capture(&p, 0, 100, 200, 40), "read", CLASS_read);
    struct conversation *small = in_capture(&p, other, 100, 200, 10);
    with_operation(small, "read", CLASS_read)->requests = 2;
    with_operation(small, "write", CLASS_write);
    traffic_build(&t, &p.observed, &p.assets);

    const struct dialogue *d = &t.dialogues.items[0];
    assert_int_equal(d->operations.count, 2);
    assert_true(text_is(d->operations.items[0].sum.name, "read"));
    assert_int_equal(d->operations.items[0].sum.requests, 4);
    assert_int_equal(d->operations.items[1].sum.requests, 4);
    assert_int_equal(d->operations.items[1].capture, other);
    assert_int_equal(d->access, 1u << ACCESS_read | 1u << ACCESS_write);
    traffic_finish(&t);
    plant_finish(&p);
}

static void another_port_or_protocol_is_another_dialogue_and_the_order_is_fixed(void **state)
{
    (void)state;
    struct plant p;
    struct traffic t;
    small_plant(&p);

    with_asset(&p, "10.0.0.2", ASSET_ot);
    with_conversation(&p, "10.0.0.1", "10.0.0.2", 502, "modbus");
    with_conversation(&p, "10.0.0.1", "10.0.0.2", 80, "http");
    with_conversation(&p, "10.0.0.1", "10.0.0.2", 80, "unknown");
    traffic_build(&t, &p.observed, &p.assets);
    assert_int_equal(t.dialogues.count, 3);
    assert_int_equal(t.dialogues.items[0].port, 80);
    assert_true(text_is(t.dialogues.items[1].protocol, "unknown"));
    assert_int_equal(t.dialogues.items[2].server_asset, 0);
    assert_int_equal(t.dialogues.items[2].client_asset, ASSET_NONE);
    traffic_finish(&t);
    plant_finish(&p);
}

static void a_dialogue_has_one_name_that_says_all_that_sets_it_apart(void **state)
{
    (void)state;
    struct plant p;
    struct traffic t;
    small_plant(&p);

    with_conversation(&p, "10.42.0.20", "10.41.0.11", 502, "modbus");
    traffic_build(&t, &p.observed, &p.assets);
    struct text id = dialogue_id(&t.dialogues.items[0], &p.text);
    assert_string_equal(id.at, "10.42.0.20-10.41.0.11-tcp-502-modbus");
    traffic_finish(&t);
    plant_finish(&p);
}

static void a_dialogue_is_found_by_its_name(void **state)
{
    (void)state;
    struct plant p;
    struct traffic t;
    small_plant(&p);

    with_conversation(&p, "10.0.0.1", "10.0.0.2", 502, "modbus");
    with_conversation(&p, "fd00::1", "10.0.0.2", 502, "modbus");
    with_conversation(&p, "02:00:00:00:00:01", "10.0.0.2", 80, "http");
    traffic_build(&t, &p.observed, &p.assets);
    for (uint32_t i = 0; i < t.dialogues.count; i++)
        assert_int_equal(traffic_find(&t, dialogue_id(&t.dialogues.items[i], &p.text)), i);
    assert_int_equal(traffic_find(&t, TEXT("10.0.0.1-10.0.0.2-tcp-503-modbus")), DIALOGUE_NONE);
    assert_int_equal(traffic_find(&t, TEXT("nonsense")), DIALOGUE_NONE);
    traffic_finish(&t);
    plant_finish(&p);
}

static void the_window_counts_time_that_two_captures_share_once(void **state)
{
    (void)state;
    struct plant p;
    small_plant(&p);

    with_capture(&p, second(1800), second(5400));
    with_capture(&p, second(9000), second(9100));
    assert_int_equal(plant_window(&p), (moment_us)5500 * 1000000);
    plant_finish(&p);
}

static void an_observed_clock_stands_at_the_day_of_the_last_packet(void **state)
{
    (void)state;
    struct plant p;
    small_plant(&p);

    plant_set_today(&p, day("2027-01-01T12:00:00Z"));
    assert_int_equal(p.today, day("2027-01-01"));
    p.program.clock_observed = true;
    plant_set_today(&p, day("2027-01-01T12:00:00Z"));
    assert_int_equal(p.today, day("2026-05-31"));
    plant_finish(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_span_ports_at_the_same_time_count_the_larger_and_not_the_sum),
        cmocka_unit_test(files_of_one_rotating_capture_are_summed),
        cmocka_unit_test(a_long_capture_beside_two_short_ones_counts_once),
        cmocka_unit_test(one_packet_stamped_by_two_taps_a_millisecond_apart_counts_once),
        cmocka_unit_test(an_operation_that_only_the_smaller_row_saw_is_kept),
        cmocka_unit_test(another_port_or_protocol_is_another_dialogue_and_the_order_is_fixed),
        cmocka_unit_test(a_dialogue_has_one_name_that_says_all_that_sets_it_apart),
        cmocka_unit_test(a_dialogue_is_found_by_its_name),
        cmocka_unit_test(the_window_counts_time_that_two_captures_share_once),
        cmocka_unit_test(an_observed_clock_stands_at_the_day_of_the_last_packet),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
