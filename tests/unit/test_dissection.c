#include "proto/protocol.h"

#include "unit.h"

static void what_finds_no_room_is_counted_and_never_written(void **state)
{
    (void)state;
    const uint8_t ip[4] = { 10, 0, 0, 1 }, mac[6] = { 0, 0x1b, 0x1b, 1, 2, 3 };
    struct address from = address_ipv4(ip);
    struct dissection out;
    struct arena tiny;

    arena_create(&tiny, 8);
    dissection_begin(&out, &tiny);
    dissection_operation(&out, &modbus_protocol, MESSAGE_REQUEST, 3, SUB_NONE);
    dissection_state(&out, &from, FIELD_name, TEXT("pump"), "test", CONFIDENCE_SELF);
    dissection_tie(&out, address_mac(mac), from, BINDING_arp);
    dissection_expect(&out, from, 502);
    assert_int_equal(out.left_out, 4);
    assert_null(out.first);
    assert_null(out.statements);
    assert_null(out.ties);
    assert_null(out.expected);
    arena_destroy(&tiny);
}

static void a_carrier_nested_too_deep_is_counted_and_not_opened(void **state)
{
    (void)state;
    struct dissection out;
    struct arena a;

    arena_create(&a, 1 << 16);
    dissection_begin(&out, &a);
    out.depth = PROTOCOL_DEPTH_MOST;
    assert_false(dissection_descend(&out, CARRIER_COTP, cursor_over("\x32\x01", 2)));
    assert_int_equal(out.left_out, 1);
    assert_null(out.first);
    arena_destroy(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_finds_no_room_is_counted_and_never_written),
        cmocka_unit_test(a_carrier_nested_too_deep_is_counted_and_not_opened),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
