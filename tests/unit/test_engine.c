#include "capture/engine.h"

#include "frames.h"
#include "unit.h"

#define SECOND INT64_C(1000000000)

#define QUESTION                                                                                   \
    ETHER_4 IP_4("0028", "4000", "06") "c001 01f6 00000010 00000020 5010 2000 0000 0000"
#define ANSWER                                                                                     \
    "020000000002 020000000001 0800 4500 0028 0007 4000 40 06 0000 0a000002 0a000001 "             \
    "01f6 c001 00000020 00000010 5010 2000 0000 0000"
#define OPENING(flags)                                                                             \
    "020000000002 020000000001 0800 4500 0028 0007 4000 40 06 0000 0a000002 0a000001 "             \
    "01f6 c001 00000020 00000000 50" flags " 2000 0000 0000"
#define GOODBYE  ETHER_4 IP_4("0028", "4000", "06") "c001 01f6 00000010 00000020 5011 2000 0000 0000"
#define DATAGRAM ETHER_4 IP_4("0020", "0000", "11") UDP_HEADER("000c") "01020304"

struct counts {
    unsigned finished;
    uint64_t packets;
    struct address client; /* of the flow that ended last */
};

static void on_dissected(void *owner, const struct dissection *seen, uint64_t frame_number,
                         int64_t at_ns)
{
    (void)owner, (void)seen, (void)frame_number, (void)at_ns;
}

static void on_finished(void *owner, const struct flow *f)
{
    struct counts *counts = owner;

    counts->finished++;
    counts->packets += f->ends[0].packets + f->ends[1].packets;
    counts->client = f->key.ends[f->client];
}

static void on_skipped(void *owner, const char *reason, bool malformed, uint64_t frame_number)
{
    (void)owner, (void)reason, (void)malformed, (void)frame_number;
    fail_msg("a packet of this test was skipped: %s", reason);
}

static void see(struct engine *e, const char *hex, int64_t at_ns)
{
    struct packet p = frame(LINK_ETHERNET, hex);

    p.at_ns = at_ns;
    engine_packet(e, &p);
    release(p);
}

static void begin(struct engine *e, struct counts *counts)
{
    *counts = (struct counts){ 0 };
    engine_init(e, (struct engine_observer){ counts, on_dissected, on_finished, on_skipped });
}

static void assert_flows(struct engine *e, const struct counts *counts, unsigned flows,
                         uint64_t packets)
{
    engine_end(e);
    engine_finish(e);
    assert_int_equal(counts->finished, flows);
    assert_int_equal(counts->packets, packets);
}

static void assert_opened_by(const char *packet, uint8_t last_byte)
{
    struct engine e;
    struct counts counts;

    begin(&e, &counts);
    see(&e, packet, SECOND);
    assert_flows(&e, &counts, 1, 1);
    assert_int_equal(counts.client.bytes[3], last_byte);
}

static void who_opens_does_not_end_in_the_same_breath(void **state)
{
    (void)state;
    assert_opened_by(OPENING("02"), 2); /* SYN, whatever the ports say */
    assert_opened_by(OPENING("03"), 1); /* SYN and FIN: the ports say who serves */
    assert_opened_by(OPENING("06"), 1); /* SYN and RST */
}

/* From 10.0.0.2 to the last address of its subnet, at a port that says the receiver asked. */
static void who_speaks_to_every_card_is_the_client(void **state)
{
    (void)state;
    assert_opened_by(
        "ffffffffffff 020000000001 0800 4500 0020 0007 0000 40 11 0000 0a000002 0a0000ff "
        "bac0 c001 000c 0000 01020304",
        2);
}

static void an_open_connection_may_be_silent_for_two_hours(void **state)
{
    (void)state;
    struct engine e;
    struct counts counts;

    begin(&e, &counts);
    see(&e, QUESTION, SECOND);
    see(&e, ANSWER, 2 * SECOND);
    see(&e, QUESTION, 7400 * SECOND);
    assert_flows(&e, &counts, 1, 3);
}

static void a_connection_that_is_silent_for_longer_has_ended(void **state)
{
    (void)state;
    struct engine e;
    struct counts counts;

    begin(&e, &counts);
    see(&e, QUESTION, SECOND);
    see(&e, ANSWER, 2 * SECOND);
    see(&e, QUESTION, 7442 * SECOND);
    assert_flows(&e, &counts, 2, 3);
}

static void a_closed_connection_ends_after_ten_silent_minutes(void **state)
{
    (void)state;
    struct engine e;
    struct counts counts;

    begin(&e, &counts);
    see(&e, QUESTION, SECOND);
    see(&e, ANSWER, 2 * SECOND);
    see(&e, GOODBYE, 3 * SECOND);
    see(&e, QUESTION, 603 * SECOND);
    assert_flows(&e, &counts, 2, 4);
}

static void datagrams_end_after_ten_silent_minutes(void **state)
{
    (void)state;
    struct engine e;
    struct counts counts;

    begin(&e, &counts);
    see(&e, DATAGRAM, SECOND);
    see(&e, DATAGRAM, 600 * SECOND);
    see(&e, DATAGRAM, 1200 * SECOND);
    assert_flows(&e, &counts, 2, 3);
}

static void a_silent_flow_gives_its_memory_back_while_others_speak(void **state)
{
    (void)state;
    struct engine e;
    struct counts counts;

    begin(&e, &counts);
    see(&e, DATAGRAM, SECOND);
    see(&e, QUESTION, 2 * SECOND);
    for (int64_t minute = 1; minute <= 12; minute++)
        see(&e, QUESTION, minute * 60 * SECOND);
    assert_int_equal(counts.finished, 1);
    assert_int_equal(e.flows.count, 1);
    assert_flows(&e, &counts, 2, 14);
}

static void packets_one_by_one_and_in_a_row_give_the_same_flows(void **state)
{
    (void)state;
    static const char *const frames[] = { QUESTION, ANSWER, DATAGRAM, QUESTION, ANSWER, DATAGRAM };
    struct packet packets[20 * COUNT_OF(frames)];
    struct engine e;
    struct counts counts;

    begin(&e, &counts);
    for (size_t i = 0; i < COUNT_OF(packets); i++) {
        packets[i] = frame(LINK_ETHERNET, frames[i % COUNT_OF(frames)]);
        packets[i].at_ns = (int64_t)i;
    }
    engine_packets(&e, packets, COUNT_OF(packets));
    for (size_t i = 0; i < COUNT_OF(packets); i++)
        release(packets[i]);
    assert_int_equal(e.frame, COUNT_OF(packets));
    assert_flows(&e, &counts, 2, COUNT_OF(packets));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_opens_does_not_end_in_the_same_breath),
        cmocka_unit_test(who_speaks_to_every_card_is_the_client),
        cmocka_unit_test(an_open_connection_may_be_silent_for_two_hours),
        cmocka_unit_test(a_connection_that_is_silent_for_longer_has_ended),
        cmocka_unit_test(a_closed_connection_ends_after_ten_silent_minutes),
        cmocka_unit_test(datagrams_end_after_ten_silent_minutes),
        cmocka_unit_test(a_silent_flow_gives_its_memory_back_while_others_speak),
        cmocka_unit_test(packets_one_by_one_and_in_a_row_give_the_same_flows),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
