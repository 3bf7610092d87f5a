#include "dissect.h"

#define FROM_10_41_0_9 "\x00\x1b\x1b\x00\x00\x09\x0a\x29\x00\x09"
#define FROM_NOBODY    "\x00\x1b\x1b\x00\x00\x09\x00\x00\x00\x00"
#define TO_10_41_0_9   "\x00\x00\x00\x00\x00\x00\x0a\x29\x00\x09"
#define TO_10_41_0_1   "\x00\x00\x00\x00\x00\x00\x0a\x29\x00\x01"
#define IPV4           "\x00\x01\x08\x00\x06\x04"

static void a_request_ties_its_sender_and_not_its_target(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&arp_protocol);

    assert_int_equal(talk_client(&talk, BYTES(IPV4 "\x00\x01" FROM_10_41_0_9 TO_10_41_0_1)),
                     VERDICT_OK);
    assert_string_equal(talk.out.first->operation->name, "request");
    assert_string_equal(talk_tied(&talk, 0), "00:1b:1b:00:00:09 10.41.0.9");
    assert_string_equal(talk_tied(&talk, 1), "");
    talk_end(&talk);
}

static void a_reply_comes_from_the_server(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&arp_protocol);

    talk_client(&talk, BYTES(IPV4 "\x00\x02" FROM_10_41_0_9 TO_10_41_0_1));
    assert_int_equal(talk.out.direction, DIRECTION_FROM_SERVER);
    assert_int_equal(talk.out.first->kind, MESSAGE_RESPONSE);
    talk_end(&talk);
}

static void a_probe_ties_nothing(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&arp_protocol);

    talk_client(&talk, BYTES(IPV4 "\x00\x01" FROM_NOBODY TO_10_41_0_9));
    assert_string_equal(talk.out.first->operation->name, "probe");
    assert_string_equal(talk_tied(&talk, 0), "");
    talk_end(&talk);
}

static void an_announcement_is_told_from_a_request(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&arp_protocol);

    talk_client(&talk, BYTES(IPV4 "\x00\x01" FROM_10_41_0_9 TO_10_41_0_9));
    assert_string_equal(talk.out.first->operation->name, "gratuitous request");
    talk_end(&talk);
}

static void a_message_cut_short_is_malformed(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&arp_protocol);

    assert_int_equal(talk_client(&talk, BYTES(IPV4 "\x00\x01" FROM_10_41_0_9)), VERDICT_MALFORMED);
    assert_null(talk.out.first);
    talk_end(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_request_ties_its_sender_and_not_its_target),
        cmocka_unit_test(a_reply_comes_from_the_server),
        cmocka_unit_test(a_probe_ties_nothing),
        cmocka_unit_test(an_announcement_is_told_from_a_request),
        cmocka_unit_test(a_message_cut_short_is_malformed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
