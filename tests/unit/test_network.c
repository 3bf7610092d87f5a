/* What routers and switches tell each other, and small services: each dissector is a page long. */
#include "dissect.h"

static void a_router_is_known_by_its_hello_and_its_missing_password(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ospf_protocol);

    assert_int_equal(
        talk_client(&talk, BYTES("\2\1\0\x18\x0a\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 1, SUB_NONE);
    assert_said(&talk, FIELD_capability, "router");
    assert_said(&talk, FIELD_station, "10.0.0.1");
    assert_said(&talk, FIELD_security, "OSPF without authentication");
    assert_int_equal(
        talk_client(&talk, BYTES("\2\1\1\x18\x0a\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")),
        VERDICT_MALFORMED);
    talk_end(&talk);
}

static void eigrp_tells_the_software_and_stops_at_a_part_without_a_length(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&eigrp_protocol);

    talk_client(&talk, BYTES("\2\5\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x64\0\4\0\x08\x0f\2\3\0"));
    assert_said(&talk, FIELD_software, "15.2");
    talk_client(&talk, BYTES("\2\5\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x64\0\4\0\0\x0f\2\3\0"));
    assert_said(&talk, FIELD_software, "");
    talk_end(&talk);
}

static void an_address_mask_is_the_senders(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&icmp_protocol);

    talk_server(&talk, BYTES("\x12\0\0\0\0\1\0\1\xff\xff\xfe\0"));
    assert_operation(&talk, MESSAGE_RESPONSE, 17, SUB_NONE);
    assert_said(&talk, FIELD_subnet, "10.41.0.0/23");
    talk_client(&talk, BYTES("\x11\0\0\0\0\1\0\1\0\0\0\0"));
    assert_said(&talk, FIELD_subnet, "");
    talk_end(&talk);
}

static void a_shared_address_is_a_part_of_the_router_that_holds_it(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&vrrp_protocol);

    talk_client(&talk, BYTES("\x31\5\x64\1\0\x64\0\0\x0a\x29\1\1"));
    assert_part_said(&talk, "virtual router 5", FIELD_station, "10.41.1.1");
    assert_said(&talk, FIELD_station, "");
    assert_null(talk.out.ties);
    talk_end(&talk);
}

static void carp_is_no_vrrp(void **state)
{
    (void)state;
    static const char carp[36] = "\x21\1\0\7\0\1";

    assert_int_equal(talk_probe(&vrrp_protocol, carp, sizeof carp), MATCH_NO);
}

static void a_standby_group_with_the_default_password_says_so(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&hsrp_protocol);

    talk_client(&talk, BYTES("\0\0\x10\3\x0a\x64\1\0cisco\0\0\0\x0a\x29\1\1"));
    assert_part_said(&talk, "standby group 1", FIELD_station, "10.41.1.1");
    assert_said(&talk, FIELD_security, "HSRP with its default password");
    assert_int_equal(talk_client(&talk, BYTES("\0\0\x07\3\x0a\x64\1\0cisco\0\0\0\x0a\x29\1\1")),
                     VERDICT_MALFORMED); /* there is no state 7 */
    talk_end(&talk);
}

static void only_a_querier_is_said_to_query(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&igmp_protocol);

    talk_client(&talk, BYTES("\x16\0\0\0\xef\1\2\3"));
    assert_null(talk.out.statements);
    talk_client(&talk, BYTES("\x11\0\0\0\0\0\0\0"));
    assert_said(&talk, FIELD_capability, "multicast querier");
    talk_end(&talk);
}

static void a_bundled_port_is_tied_to_its_system(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&lacp_protocol);

    talk_client(&talk, BYTES("\1\1\1\x14\x80\0\0\x80\x63\x41\0\0\0\7\x80\0\0\x11\x3d\0\0\0"
                             "\2\x14\x80\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"));
    assert_string_equal(talk_tied(&talk, 0), "00:1b:1b:00:00:01 00:80:63:41:00:00");
    assert_said(&talk, FIELD_port, "17");
    assert_said(&talk, FIELD_neighbour, "");
    talk_end(&talk);
}

static void a_file_written_is_classed_by_its_name_and_its_data_expected(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&tftp_protocol);

    talk_client(&talk, BYTES("\0\2drive.BIN\0octet\0"));
    assert_operation(&talk, MESSAGE_REQUEST, 2, 1);
    assert_class(&talk, CLASS_firmware);
    assert_non_null(talk.out.expected);
    assert_int_equal(talk.out.expected->port, talk.client_port);
    assert_int_equal(talk_client(&talk, BYTES("\0\2drive.bin\0other\0")), VERDICT_MALFORMED);
    talk_end(&talk);
}

static void video_between_rtsp_messages_is_skipped(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&rtsp_protocol);

    talk_client(&talk, BYTES("PLAY rtsp://cam/ RTSP/1.0\r\nCSeq: 5\r\n\r\n"));
    assert_operation(&talk, MESSAGE_REQUEST, 5, SUB_NONE);
    assert_int_equal(talk_server(&talk, BYTES("$\0\0\x0eRTSP/1.0 200 O")), VERDICT_OK);
    assert_int_equal(talk.left, 14);
    talk_server(&talk, BYTES("RTSP/1.0 200 O"));
    assert_null(talk.out.first);
    talk_server(&talk, BYTES("RTSP/1.0 454 Gone\r\nCSeq: 5\r\n\r\n"));
    assert_operation(&talk, MESSAGE_REFUSAL, 5, SUB_NONE);
    talk_end(&talk);
}

#define SOAP(action, body) "<Envelope><Action>http://x/discovery/" action "</Action>" body "</Envelope>"

static void a_camera_describes_itself_when_it_is_found(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ws_discovery_protocol);

    talk_client(&talk, BYTES(SOAP("Probe", "NetworkVideoTransmitter")));
    assert_operation(&talk, MESSAGE_REQUEST, 3, SUB_NONE);
    assert_null(talk.out.statements);
    talk_server(&talk, BYTES(SOAP("ProbeMatches", "onvif://www.onvif.org/name/Gate%20cam%2 "
                                                  "NetworkVideoTransmitter")));
    assert_operation(&talk, MESSAGE_RESPONSE, 3, SUB_NONE);
    assert_said(&talk, FIELD_name, "Gate cam%2");
    assert_said(&talk, FIELD_device_type, "network camera");
    talk_end(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_router_is_known_by_its_hello_and_its_missing_password),
        cmocka_unit_test(eigrp_tells_the_software_and_stops_at_a_part_without_a_length),
        cmocka_unit_test(an_address_mask_is_the_senders),
        cmocka_unit_test(a_shared_address_is_a_part_of_the_router_that_holds_it),
        cmocka_unit_test(carp_is_no_vrrp),
        cmocka_unit_test(a_standby_group_with_the_default_password_says_so),
        cmocka_unit_test(only_a_querier_is_said_to_query),
        cmocka_unit_test(a_bundled_port_is_tied_to_its_system),
        cmocka_unit_test(a_file_written_is_classed_by_its_name_and_its_data_expected),
        cmocka_unit_test(video_between_rtsp_messages_is_skipped),
        cmocka_unit_test(a_camera_describes_itself_when_it_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
