#include "capture/stream.h"

#include <string.h>

#include "unit.h"

/* Feeds segments and collects what comes out in order. */
struct rig {
    struct stream stream;
    struct stream_budget budget;
    char out[256];
    size_t length;
};

static void feed_cut(struct rig *r, uint32_t sequence, const char *bytes, uint32_t missing)
{
    struct cursor ready;
    bool more = stream_segment(&r->stream, &r->budget, sequence, cursor_over(bytes, strlen(bytes)),
                               missing, &ready);

    for (; more; more = stream_ready(&r->stream, &r->budget, &ready)) {
        memcpy(r->out + r->length, ready.next, ready.left);
        r->length += ready.left;
    }
}

static void feed(struct rig *r, uint32_t sequence, const char *bytes)
{
    feed_cut(r, sequence, bytes, 0);
}

static void assert_out(struct rig *r, const char *expected)
{
    assert_int_equal(r->length, strlen(expected));
    assert_memory_equal(r->out, expected, r->length);
    stream_release(&r->stream, &r->budget);
    assert_int_equal(r->budget.used, 0);
}

static void segments_out_of_order_come_out_in_order(void **state)
{
    (void)state;
    struct rig r = { 0 };

    stream_start(&r.stream, 99);
    feed(&r, 103, "def");
    feed(&r, 106, "ghi");
    feed(&r, 100, "abc");
    assert_out(&r, "abcdefghi");
}

static void a_retransmission_counts_once(void **state)
{
    (void)state;
    struct rig r = { 0 };

    feed(&r, 100, "abc");
    feed(&r, 100, "abc");
    feed(&r, 103, "def");
    assert_int_equal(r.budget.retransmitted, 1);
    assert_out(&r, "abcdef");
}

static void of_overlapping_bytes_the_first_ones_count(void **state)
{
    (void)state;
    struct rig r = { 0 };

    feed(&r, 100, "abcd");
    feed(&r, 102, "XXef");
    assert_out(&r, "abcdef");
}

static void of_bytes_that_wait_the_first_ones_count_too(void **state)
{
    (void)state;
    struct rig r = { 0 };

    feed(&r, 100, "ab");
    feed(&r, 106, "gh");
    feed(&r, 110, "kl");
    feed(&r, 105, "fXXijXXm"); /* around one, into the other and beyond */
    feed(&r, 102, "cdeYYY");
    assert_out(&r, "abcdefghijklm");
}

static void a_segment_that_fills_a_loss_given_up_adds_nothing_twice(void **state)
{
    (void)state;
    struct rig r = { 0 };

    feed(&r, 100, "a");
    for (uint32_t i = 0; i < 4; i++)
        feed(&r, 110 + i, (char[]){ (char)('p' + i), 0 });
    stream_acknowledged(&r.stream, &r.budget, 114);
    feed(&r, 110, "XYZXYZ");
    assert_out(&r, "apqrsYZ");
}

static void sequence_numbers_wrap(void **state)
{
    (void)state;
    struct rig r = { 0 };

    stream_start(&r.stream, 0xfffffffd);
    feed(&r, 0xfffffffe, "abcd");
    feed(&r, 2, "ef");
    assert_out(&r, "abcdef");
}

static void a_connection_is_picked_up_in_its_middle(void **state)
{
    (void)state;
    struct rig r = { 0 };

    feed(&r, 5000, "abc");
    feed(&r, 5003, "def");
    assert_out(&r, "abcdef");
}

static void an_acknowledged_loss_becomes_a_gap(void **state)
{
    (void)state;
    struct rig r = { 0 };

    feed(&r, 100, "abc");
    for (uint32_t i = 0; i < 4; i++)
        feed(&r, 106 + i, "x");
    stream_acknowledged(&r.stream, &r.budget, 110);
    feed(&r, 110, "y");
    assert_true(r.stream.gap);
    assert_int_equal(r.budget.gaps, 1);
    assert_out(&r, "abcxxxxy");
}

static void bytes_that_the_capture_cut_off_are_a_gap(void **state)
{
    (void)state;
    struct rig r = { 0 };

    feed_cut(&r, 100, "abc", 7);
    assert_true(r.stream.gap);
    feed(&r, 110, "def");
    assert_out(&r, "abcdef");
}

static void what_waits_is_bounded_and_counted(void **state)
{
    (void)state;
    struct stream s = { 0 };
    struct stream_budget budget = { 0 };
    static uint8_t block[1400];
    struct cursor ready;

    stream_start(&s, 0);
    for (uint32_t i = 0; i < 1000; i++)
        (void)stream_segment(&s, &budget, 1000000 + i * 2000, cursor_over(block, sizeof block), 0,
                             &ready);
    assert_true(budget.refused > 0);
    assert_true(s.waiting_bytes <= STREAM_WAITING_MOST);
    stream_finish(&s);
}

static void a_split_message_is_kept_and_consumed(void **state)
{
    (void)state;
    struct stream s = { 0 };
    struct stream_budget budget = { 0 };

    assert_true(stream_append(&s, &budget, cursor_over("abc", 3)));
    assert_true(stream_append(&s, &budget, cursor_over("def", 3)));
    stream_consume(&s, 4);
    assert_int_equal(s.partial_length, 2);
    assert_memory_equal(s.partial, "ef", 2);
    stream_release(&s, &budget);
    assert_int_equal(budget.used, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(segments_out_of_order_come_out_in_order),
        cmocka_unit_test(a_retransmission_counts_once),
        cmocka_unit_test(of_overlapping_bytes_the_first_ones_count),
        cmocka_unit_test(of_bytes_that_wait_the_first_ones_count_too),
        cmocka_unit_test(a_segment_that_fills_a_loss_given_up_adds_nothing_twice),
        cmocka_unit_test(sequence_numbers_wrap),
        cmocka_unit_test(a_connection_is_picked_up_in_its_middle),
        cmocka_unit_test(an_acknowledged_loss_becomes_a_gap),
        cmocka_unit_test(bytes_that_the_capture_cut_off_are_a_gap),
        cmocka_unit_test(what_waits_is_bounded_and_counted),
        cmocka_unit_test(a_split_message_is_kept_and_consumed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
