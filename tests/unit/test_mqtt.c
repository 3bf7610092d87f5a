#include "proto/sparkplug.h"

#include "dissect.h"

#define CONNECT "\x10\x11\x00\x04MQTT\x04\x02\x00\x3c\x00\x05pump1"

static void a_connection_names_its_client(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&mqtt_protocol);

    assert_int_equal(talk_client(&talk, BYTES(CONNECT)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 1, SUB_NONE);
    assert_class(&talk, CLASS_auth);
    assert_said(&talk, FIELD_name, "pump1");
    assert_string_equal(talk_said_of(&talk, FIELD_name), "10.41.1.10");
    talk_end(&talk);
}

static void version_5_puts_properties_before_the_name(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&mqtt_protocol);

    talk_client(&talk,
                BYTES("\x10\x17\x00\x04MQTT\x05\x02\x00\x3c\x05\x11\x00\x00\x00\x0a\x00\x05pump1"));
    assert_said(&talk, FIELD_name, "pump1");
    talk_end(&talk);
}

static void a_refused_connection_is_a_refusal(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&mqtt_protocol);

    talk_client(&talk, BYTES(CONNECT));
    talk_server(&talk, BYTES("\x20\x02\x00\x05"));
    assert_operation(&talk, MESSAGE_REFUSAL, 1, SUB_NONE);
    talk_end(&talk);
}

static void publishing_writes_and_being_delivered_to_reads(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&mqtt_protocol);

    talk_client(&talk, BYTES("\x30\x06\x00\x03p/1on"));
    assert_class(&talk, CLASS_write);
    talk_server(&talk, BYTES("\x30\x06\x00\x03p/1on"));
    assert_operation(&talk, MESSAGE_REQUEST, 3, 1);
    assert_class(&talk, CLASS_read);
    talk_end(&talk);
}

static void a_sparkplug_command_operates(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&mqtt_protocol);

    talk_client(&talk, BYTES("\x30\x14\x00\x12spBv1.0/g/NCMD/n-1"));
    assert_operation(&talk, MESSAGE_REQUEST, 3, SPARKPLUG_NODE_COMMAND);
    assert_class(&talk, CLASS_operate);
    talk_client(&talk, BYTES("0+\000\022spBv1.0/g/NCMD/n-1\022\025\012\023Node Control/Reboot"));
    assert_operation(&talk, MESSAGE_REQUEST, 3, SPARKPLUG_REBOOT);
    assert_class(&talk, CLASS_restart);
    talk_end(&talk);
}

/* Of a device behind an edge node, at a quality of service with a packet number. */
#define DEVICE_BIRTH                                                                               \
    "2f\000 spBv1.0/hall3/DBIRTH/edge-7/pump\000\011\010\001\022 \012\030Properties/Hardware "     \
    "Makez\004Acme\022\006\012\004flow\022\024\012\015Properties/FWz\0031.4"

static void a_sparkplug_birth_tells_of_the_device_it_is_for(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&mqtt_protocol);

    talk_client(&talk, BYTES(DEVICE_BIRTH));
    assert_operation(&talk, MESSAGE_REQUEST, 3, SPARKPLUG_DEVICE_BIRTH);
    assert_part_said(&talk, "device pump", FIELD_name, "pump");
    assert_part_said(&talk, "device pump", FIELD_domain, "hall3");
    assert_part_said(&talk, "device pump", FIELD_vendor, "Acme");
    assert_part_said(&talk, "device pump", FIELD_firmware, "1.4");
    talk_server(&talk, BYTES(DEVICE_BIRTH));
    assert_operation(&talk, MESSAGE_REQUEST, 3, 1);
    assert_null(talk.out.statements);
    talk_end(&talk);
}

static void a_metric_that_is_longer_than_its_payload_is_not_read(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&mqtt_protocol);

    talk_client(&talk, BYTES("0\036\000\024spBv1.0/g/NBIRTH/n-1\022\377\012\004Acme"));
    assert_operation(&talk, MESSAGE_REQUEST, 3, SPARKPLUG_NODE_BIRTH);
    assert_said(&talk, FIELD_name, "n-1");
    assert_said(&talk, FIELD_vendor, "");
    talk_end(&talk);
}

static void every_shorter_packet_asks_for_more(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&mqtt_protocol);

    for (size_t length = 0; length < sizeof(CONNECT) - 1; length++) {
        assert_int_equal(talk_client(&talk, CONNECT, length), VERDICT_MORE);
        assert_int_equal(talk.left, length);
    }
    talk_end(&talk);
}

static void a_length_of_five_bytes_is_malformed(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&mqtt_protocol);

    assert_int_equal(talk_client(&talk, BYTES("\x30\xff\xff\xff\xff\x01")), VERDICT_MALFORMED);
    talk_end(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_connection_names_its_client),
        cmocka_unit_test(version_5_puts_properties_before_the_name),
        cmocka_unit_test(a_refused_connection_is_a_refusal),
        cmocka_unit_test(publishing_writes_and_being_delivered_to_reads),
        cmocka_unit_test(a_sparkplug_command_operates),
        cmocka_unit_test(a_sparkplug_birth_tells_of_the_device_it_is_for),
        cmocka_unit_test(a_metric_that_is_longer_than_its_payload_is_not_read),
        cmocka_unit_test(every_shorter_packet_asks_for_more),
        cmocka_unit_test(a_length_of_five_bytes_is_malformed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
