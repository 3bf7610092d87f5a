#include "dissect.h"

#include "proto/requests.h"

#define ROUTE "\0\xff\xff\3\0"
#define READ  "\x50\0" ROUTE "\x0c\0\x10\0\1\4\0\0\x64\0\0\xa8\1\0"
#define STOP  "\x50\0" ROUTE "\6\0\x10\0\2\x10\0\0"
#define DONE  "\xd0\0" ROUTE "\2\0\0\0"

static void every_shorter_message_asks_for_more(void **state)
{
    (void)state;
    static const char binary[] = READ, text[] = "500000FF03FF00000C001010020000";

    for (size_t length = 1; length < sizeof binary - 1; length++) {
        struct talk talk = talk_begin(&slmp_protocol);
        assert_int_equal(talk_client(&talk, binary, length), VERDICT_MORE);
        talk_end(&talk);
    }
    for (size_t length = 1; length < sizeof text - 1; length++) {
        struct talk talk = talk_begin(&slmp_protocol);
        assert_int_equal(talk_client(&talk, text, length), VERDICT_MORE);
        assert_int_equal(talk_probe(&slmp_protocol, text, length), MATCH_MAYBE);
        talk_end(&talk);
    }
}

static void an_answer_is_counted_on_what_was_asked(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&slmp_protocol);

    talk_client(&talk, BYTES(STOP));
    assert_operation(&talk, MESSAGE_REQUEST, 0x1002, SUB_NONE);
    assert_class(&talk, CLASS_stop);
    talk_server(&talk, BYTES(DONE));
    assert_operation(&talk, MESSAGE_RESPONSE, 0x1002, SUB_NONE);
    talk_server(&talk, BYTES(DONE));
    assert_operation(&talk, MESSAGE_RESPONSE, 0, SUB_NONE);
    talk_end(&talk);
}

static void joined_requests_are_answered_in_their_order(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&slmp_protocol);

    talk_client(&talk, BYTES(READ));
    talk_client(&talk, BYTES(STOP));
    talk_server(&talk, BYTES(DONE));
    assert_operation(&talk, MESSAGE_RESPONSE, 0x0401, SUB_NONE);
    talk_server(&talk, BYTES(DONE));
    assert_operation(&talk, MESSAGE_RESPONSE, 0x1002, SUB_NONE);
    talk_end(&talk);
}

static void a_lost_answer_shifts_one_answer_only(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&slmp_protocol);

    talk_client(&talk, BYTES(READ));
    talk_client(&talk, BYTES(STOP));
    talk_server(&talk, BYTES(DONE));
    talk_client(&talk, BYTES(READ));
    talk_server(&talk, BYTES(DONE));
    assert_operation(&talk, MESSAGE_RESPONSE, 0x0401, SUB_NONE);
    talk_end(&talk);
}

static void a_serial_number_finds_its_request(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&slmp_protocol);

    talk_client(&talk, BYTES("\x54\0\1\0\0\0" ROUTE "\6\0\x10\0\1\4\0\0"));
    talk_client(&talk, BYTES("\x54\0\2\0\0\0" ROUTE "\6\0\x10\0\6\x10\0\0"));
    talk_server(&talk, BYTES("\xd4\0\2\0\0\0" ROUTE "\2\0\x56\xc0"));
    assert_operation(&talk, MESSAGE_REFUSAL, 0x1006, SUB_NONE);
    talk_server(&talk, BYTES("\xd4\0\1\0\0\0" ROUTE "\2\0\0\0"));
    assert_operation(&talk, MESSAGE_RESPONSE, 0x0401, SUB_NONE);
    talk_end(&talk);
}

static void a_refusal_names_its_command_itself(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&slmp_protocol);

    talk_server(&talk, BYTES("\xd0\0" ROUTE "\x0b\0\x56\xc0" ROUTE "\1\x14\0\0"));
    assert_operation(&talk, MESSAGE_REFUSAL, 0x1401, SUB_NONE);
    assert_int_equal(talk.out.direction, DIRECTION_FROM_SERVER);
    talk_end(&talk);
}

static void the_type_name_is_the_model_of_who_answers(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&slmp_protocol);

    talk_client(&talk, BYTES("\x50\0" ROUTE "\6\0\x10\0\1\1\0\0"));
    talk_server(&talk, BYTES("\xd0\0" ROUTE "\x14\0\0\0Q03UDECPU       \x68\2"));
    assert_said(&talk, FIELD_model, "Q03UDECPU");
    talk_client(&talk, BYTES("\x50\0\2\3\xe1\3\0\6\0\x10\0\1\1\0\0"));
    talk_server(&talk, BYTES("\xd0\0\2\3\xe1\3\0\x14\0\0\0R08CPU          \1\2"));
    assert_part_said(&talk, "network 2 station 3 CPU 2", FIELD_model, "R08CPU");
    talk_client(&talk, BYTES("\x50\0" ROUTE "\6\0\x10\0\1\1\0\0"));
    talk_server(&talk, BYTES("\xd0\0" ROUTE "\x08\0\0\0Q03UDE"));
    assert_said(&talk, FIELD_model, "");
    talk_end(&talk);
}

static void characters_are_read_like_bytes(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&slmp_protocol);

    assert_int_equal(talk_client(&talk, BYTES("500000FF03FF00000C001001010000")), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 0x0101, SUB_NONE);
    talk_server(&talk, BYTES("D00000FF03FF0000180000Q03UDECPU       0268"));
    assert_said(&talk, FIELD_model, "Q03UDECPU");
    talk_end(&talk);
}

static void what_no_frame_has_is_malformed(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&slmp_protocol);

    assert_int_equal(talk_client(&talk, BYTES("\x50\1" ROUTE "\6\0\x10\0\1\1\0\0")),
                     VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES("\x50\0" ROUTE "\5\0\x10\0\1\1\0\0")),
                     VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES("\x50\0" ROUTE "\1\x20\x10\0\1\1\0\0")),
                     VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES("\x50\0\0\xff\0\4\0\6\0\x10\0\1\1\0\0")),
                     VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES("5 lines")), VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES("500000FF03FF00000B001001010000")),
                     VERDICT_MALFORMED);
    talk_end(&talk);
}

static void only_one_whole_frame_is_enough_on_any_port(void **state)
{
    (void)state;

    assert_int_equal(talk_probe(&slmp_protocol, BYTES(READ)), MATCH_YES);
    assert_int_equal(talk_probe(&slmp_protocol, BYTES(DONE)), MATCH_YES);
    assert_int_equal(talk_probe(&slmp_protocol, BYTES(READ "\x50")), MATCH_MAYBE);
    assert_int_equal(talk_probe(&slmp_protocol, BYTES("\x50\0" ROUTE "\6\0\x10\0\xee\xee\0\0")),
                     MATCH_MAYBE);
    assert_int_equal(talk_probe(&slmp_protocol, BYTES("GET / HTTP/1.1")), MATCH_NO);
    assert_int_equal(talk_probe(&slmp_protocol, BYTES("")), MATCH_NO);
}

static void more_requests_than_are_kept_push_out_the_oldest(void **state)
{
    (void)state;
    struct requests kept = { 0 };
    struct request found = { .code = 77 };

    for (uint32_t key = 0; key <= REQUESTS_MOST; key++)
        requests_add(&kept, (struct request){ .key = key, .code = 100 + key });
    assert_false(requests_take(&kept, 0, &found));
    assert_int_equal(found.code, 77);
    assert_true(requests_take(&kept, REQUESTS_MOST, &found));
    assert_int_equal(found.code, 100 + REQUESTS_MOST);
    assert_int_equal(kept.count, REQUESTS_MOST - 1);
}

static void the_same_key_asked_again_replaces_what_it_asked(void **state)
{
    (void)state;
    struct requests kept = { 0 };
    struct request found;

    requests_add(&kept, (struct request){ .key = 5, .code = 1 });
    requests_add(&kept, (struct request){ .key = 5, .code = 2 });
    assert_true(requests_take(&kept, 5, &found));
    assert_int_equal(found.code, 2);
    assert_false(requests_take(&kept, 5, &found));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_shorter_message_asks_for_more),
        cmocka_unit_test(an_answer_is_counted_on_what_was_asked),
        cmocka_unit_test(joined_requests_are_answered_in_their_order),
        cmocka_unit_test(a_lost_answer_shifts_one_answer_only),
        cmocka_unit_test(a_serial_number_finds_its_request),
        cmocka_unit_test(a_refusal_names_its_command_itself),
        cmocka_unit_test(the_type_name_is_the_model_of_who_answers),
        cmocka_unit_test(characters_are_read_like_bytes),
        cmocka_unit_test(what_no_frame_has_is_malformed),
        cmocka_unit_test(only_one_whole_frame_is_enough_on_any_port),
        cmocka_unit_test(more_requests_than_are_kept_push_out_the_oldest),
        cmocka_unit_test(the_same_key_asked_again_replaces_what_it_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
