#include "proto/protocol.h"

#include <string.h>

#include "unit.h"

static struct arena arena;

static enum verdict dissect(const uint8_t *bytes, size_t length, struct dissection *out)
{
    const uint8_t from[16] = { 0xfe, 0x80, [15] = 1 };
    struct cursor payload = cursor_over(bytes, length);

    arena_reset(&arena);
    dissection_begin(out, &arena);
    out->sender = address_ipv6(from);
    return icmpv6_protocol.dissect(&payload, out);
}

static const uint8_t advertisement[] = { 136, 0, 0, 0, 0x60, 0, 0, 0, 0xfe, 0x80, 0, 0, 0, 0, 0, 0,
                                         0,   0, 0, 0, 0,    0, 0, 7, 2,    1,    0, 0x1b, 0x1b, 1, 2, 3 };

static void an_advertisement_ties_its_target_to_a_mac(void **state)
{
    (void)state;
    struct dissection out;
    char text[ADDRESS_TEXT];

    assert_int_equal(dissect(advertisement, sizeof advertisement, &out), VERDICT_OK);
    assert_non_null(out.ties);
    address_format(&out.ties->ip, text);
    assert_string_equal(text, "fe80::7");
    address_format(&out.ties->mac, text);
    assert_string_equal(text, "00:1b:1b:01:02:03");
    assert_int_equal(out.ties->how, BINDING_ndp);
}

static void a_router_tells_the_prefix_of_its_link(void **state)
{
    (void)state;
    struct dissection out;
    uint8_t router[] = { 134,  0, 0,    0,    64, 0, 7, 8, 0, 0, 0, 0, 0, 0, 0, 0,
                         3,    4, 64,   0xc0, 0,  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                         0xfd, 0, 0x41, 0,    0,  0, 0, 7, 0, 0, 0, 0, 0, 0, 0, 0 };

    assert_int_equal(dissect(router, sizeof router, &out), VERDICT_OK);
    const struct statement *subnet = out.statements;
    while (subnet && subnet->field != FIELD_subnet)
        subnet = subnet->next;
    assert_non_null(subnet);
    assert_true(text_is(subnet->value, "fd00:4100:0:7::/64"));
    router[19] = 0x40; /* not on this link */
    assert_int_equal(dissect(router, sizeof router, &out), VERDICT_OK);
    for (subnet = out.statements; subnet; subnet = subnet->next)
        assert_int_not_equal(subnet->field, FIELD_subnet);
}

static void a_cut_advertisement_ties_nothing(void **state)
{
    (void)state;
    struct dissection out;

    for (size_t length = 4; length < sizeof advertisement; length++) {
        assert_int_equal(dissect(advertisement, length, &out), VERDICT_OK);
        assert_null(out.ties);
    }
}

static void an_option_of_no_length_ends_the_reading(void **state)
{
    (void)state;
    struct dissection out;
    uint8_t lying[sizeof advertisement];

    memcpy(lying, advertisement, sizeof lying);
    lying[25] = 0;
    assert_int_equal(dissect(lying, sizeof lying, &out), VERDICT_OK);
    assert_null(out.ties);
}

static void an_echo_reply_counts_on_the_row_of_the_echo(void **state)
{
    (void)state;
    struct dissection out;

    assert_int_equal(dissect((const uint8_t *)"\x81\0\0\0\0\1\0\1", 8, &out), VERDICT_OK);
    assert_int_equal(out.first->code, 128);
    assert_int_equal(out.first->kind, MESSAGE_RESPONSE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_advertisement_ties_its_target_to_a_mac),
        cmocka_unit_test(a_router_tells_the_prefix_of_its_link),
        cmocka_unit_test(a_cut_advertisement_ties_nothing),
        cmocka_unit_test(an_option_of_no_length_ends_the_reading),
        cmocka_unit_test(an_echo_reply_counts_on_the_row_of_the_echo),
    };
    arena_create(&arena, 1 << 16);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_destroy(&arena);
    return failed;
}
