#include "dissect.h"

#define CID "(CONNECT_DATA=(SID=HIST)(CID=(PROGRAM=scada)(HOST=es-1)(USER=op)))"
/* Its descriptor begins at 28, behind the offset itself. */
#define CONNECT                                                                                    \
    "\0\x5e\0\0\1\0\0\0"                                                                           \
    "\1\x3a\1\x2c\0\0\x20\0\x7f\xff\0\0\0\0\1\0"                                                   \
    "\0\x42\0\x1c" CID
#define REFUSED                                                                                    \
    "\0\x27\0\0\4\0\0\0"                                                                           \
    "\0\0\0\x1b"                                                                                   \
    "(D=(VSNNUM=186647552)(E=1))"

static void a_descriptor_names_the_client_and_the_service(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&tns_protocol);

    assert_int_equal(talk_client(&talk, BYTES(CONNECT)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 1, SUB_NONE);
    assert_said(&talk, FIELD_client_software, "scada");
    assert_said(&talk, FIELD_user, "op");
    assert_said(&talk, FIELD_name, "es-1");
    assert_said(&talk, FIELD_application, "HIST");
    assert_string_equal(talk_said_of(&talk, FIELD_application), "10.41.1.20");
    talk_end(&talk);
}

static void a_refusal_tells_the_version(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&tns_protocol);

    talk_client(&talk, BYTES(CONNECT));
    talk_server(&talk, BYTES(REFUSED));
    assert_operation(&talk, MESSAGE_REFUSAL, 1, SUB_NONE);
    assert_said(&talk, FIELD_server_software, "Oracle 11.2.0.4");
    talk_server(&talk, BYTES(REFUSED));
    assert_null(talk.out.first); /* nobody asked again */
    talk_end(&talk);
}

static void every_shorter_packet_asks_for_more(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&tns_protocol);

    for (size_t length = 1; length < sizeof CONNECT - 1; length++)
        assert_int_equal(talk_client(&talk, CONNECT, length), VERDICT_MORE);
    assert_int_equal(talk_client(&talk, BYTES("\0\7\0\0\1\0\0\0")), VERDICT_MALFORMED);
    assert_int_equal(talk_probe(&tns_protocol, BYTES(CONNECT)), MATCH_YES);
    assert_int_equal(talk_probe(&tns_protocol, BYTES("\0\x0a\0\0\6\0\0\0ab")), MATCH_MAYBE);
    talk_end(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_descriptor_names_the_client_and_the_service),
        cmocka_unit_test(a_refusal_tells_the_version),
        cmocka_unit_test(every_shorter_packet_asks_for_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
