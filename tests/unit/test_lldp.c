#include "dissect.h"

#define CHASSIS "\x02\x07\x04\x00\x1b\x1b\x00\x00\x08"
#define STATION "\x02\x0a\x07mixer-12x"
#define PORT    "\x04\x09\x07port-001"
#define TTL     "\x06\x02\x00\x14"
#define END     "\x00\x00"
#define SIEMENS                                                                                    \
    "\x0c\x54Siemens, SIMATIC S7, CPU-1200, 6ES7 214-1AG40-0XB0, HW: 7, FW: V.4.2.1, S V-K2C13707"

static void a_siemens_description_is_taken_apart(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&lldp_protocol);

    assert_int_equal(talk_client(&talk, BYTES(CHASSIS PORT TTL SIEMENS END)), VERDICT_OK);
    assert_said(&talk, FIELD_vendor, "Siemens");
    assert_said(&talk, FIELD_model, "CPU-1200");
    assert_said(&talk, FIELD_order_number, "6ES7 214-1AG40-0XB0");
    assert_said(&talk, FIELD_hardware, "7");
    assert_said(&talk, FIELD_firmware, "V.4.2.1");
    assert_said(&talk, FIELD_serial, "V-K2C13707");
    talk_end(&talk);
}

static void everything_is_said_of_the_port_that_sent_it(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&lldp_protocol);

    talk_client(&talk, BYTES(CHASSIS PORT TTL "\x0a\x05sw-01" END));
    assert_said(&talk, FIELD_name, "sw-01");
    assert_string_equal(talk_said_of(&talk, FIELD_name), "00:1b:1b:00:00:01");
    assert_said(&talk, FIELD_port, "port-001");
    assert_string_equal(talk_tied(&talk, 0), "00:1b:1b:00:00:01 00:1b:1b:00:00:08");
    talk_end(&talk);
}

static void a_port_tells_its_vlans_its_alias_and_that_it_is_in_a_ring(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&lldp_protocol);

    talk_client(&talk, BYTES(CHASSIS PORT TTL "\xfe\x06\0\x80\xc2\1\0\x0c"
                                              "\xfe\x0b\0\x80\xc2\3\0\x0d\4Cell"
                                              "\xfe\x09\0\x0e\xcf\3p1.io"
                                              "\xfe\x06\0\x0e\xcf\4\0\1" END));
    assert_said(&talk, FIELD_vlan, "12");
    assert_string_equal(talk_said(&talk, FIELD_vlan, 1), "13 Cell");
    assert_said(&talk, FIELD_neighbour, "p1.io");
    assert_said(&talk, FIELD_capability, "port of an MRP ring");
    talk_client(&talk, BYTES(CHASSIS PORT TTL "\xfe\x06\0\x80\xc2\1\0\0" END)); /* has none */
    assert_said(&talk, FIELD_vlan, "");
    talk_end(&talk);
}

static void only_enabled_capabilities_count(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&lldp_protocol);

    talk_client(&talk, BYTES(CHASSIS PORT TTL "\x0e\x04\x00\x94\x00\x14" END));
    assert_said(&talk, FIELD_capability, "bridge, router");
    talk_end(&talk);
}

static void a_management_address_is_tied(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&lldp_protocol);

    talk_client(&talk, BYTES(CHASSIS PORT TTL
                             "\x10\x0c\x05\x01\x0a\x29\x00\x05\x02\x00\x00\x00\x01\x00" END));
    assert_string_equal(talk_tied(&talk, 1), "00:1b:1b:00:00:01 10.41.0.5");
    talk_end(&talk);
}

static void the_med_inventory_is_read(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&lldp_protocol);

    talk_client(&talk, BYTES(CHASSIS PORT TTL "\xfe\x08\x00\x12\xbb\x08SN77"
                                              "\xfe\x09\x00\x12\xbb\x0bTag-5" END));
    assert_said(&talk, FIELD_serial, "SN77");
    assert_said(&talk, FIELD_asset_tag, "Tag-5");
    talk_end(&talk);
}

static void a_local_chassis_id_is_a_name_only_with_profinet(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&lldp_protocol);

    talk_client(&talk,
                BYTES(STATION PORT TTL "\xfe\x0a\x00\x0e\xcf\x05\x00\x1b\x1b\x00\x00\x09" END));
    assert_said(&talk, FIELD_name, "mixer-12x");
    assert_string_equal(talk_tied(&talk, 0), "00:1b:1b:00:00:01 00:1b:1b:00:00:09");
    talk_client(&talk, BYTES(STATION PORT TTL END));
    assert_said(&talk, FIELD_name, "");
    talk_end(&talk);
}

static void a_part_longer_than_the_frame_is_malformed_and_says_nothing(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&lldp_protocol);

    assert_int_equal(talk_client(&talk, BYTES(CHASSIS PORT TTL "\x0a\x05sw-01\x0a\x50sw")),
                     VERDICT_MALFORMED);
    assert_null(talk.out.statements);
    talk_end(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_siemens_description_is_taken_apart),
        cmocka_unit_test(everything_is_said_of_the_port_that_sent_it),
        cmocka_unit_test(a_port_tells_its_vlans_its_alias_and_that_it_is_in_a_ring),
        cmocka_unit_test(only_enabled_capabilities_count),
        cmocka_unit_test(a_management_address_is_tied),
        cmocka_unit_test(the_med_inventory_is_read),
        cmocka_unit_test(a_local_chassis_id_is_a_name_only_with_profinet),
        cmocka_unit_test(a_part_longer_than_the_frame_is_malformed_and_says_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
