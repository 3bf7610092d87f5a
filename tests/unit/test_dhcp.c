#include "dissect.h"

enum { HEADER_BYTES = 236, SNAME_AT = 44, FILE_AT = 108, CLIENT_AT = 28, YOURS_AT = 16 };

static const uint8_t client[6] = { 0x00, 0x0e, 0x8c, 0x11, 0x22, 0x33 };

struct datagram {
    uint8_t bytes[512];
    size_t length;
};

static struct datagram datagram_from(uint8_t operation)
{
    struct datagram d = { .bytes = { operation, 1, 6 }, .length = HEADER_BYTES };

    memcpy(d.bytes + CLIENT_AT, client, sizeof client);
    return d;
}

static void append(struct datagram *d, const void *bytes, size_t length)
{
    memcpy(d->bytes + d->length, bytes, length);
    d->length += length;
}

#define APPEND(d, literal) append((d), literal, sizeof(literal) - 1)
#define MAGIC              "\x63\x82\x53\x63"

static enum verdict hear(struct talk *talk, const struct datagram *d)
{
    return talk_client(talk, (const char *)d->bytes, d->length);
}

static void a_discover_names_its_client(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dhcp_protocol);
    struct datagram d = datagram_from(1);

    APPEND(&d, MAGIC "\x35\x01\x01\x0c\x05plc-7\x3c\x04S7-1\x37\x04\x01\x03\x06\x0f\xff");
    hear(&talk, &d);
    assert_string_equal(talk.out.first->operation->name, "discover");
    assert_said(&talk, FIELD_name, "plc-7");
    assert_string_equal(talk_said_of(&talk, FIELD_name), "00:0e:8c:11:22:33");
    assert_said(&talk, FIELD_vendor_class, "S7-1");
    assert_said(&talk, FIELD_dhcp_options, "1,3,6,15");
    assert_string_equal(talk_tied(&talk, 0), "");
    talk_end(&talk);
}

static void an_acknowledgement_ties_the_client_to_its_address(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dhcp_protocol);
    struct datagram d = datagram_from(2);

    memcpy(d.bytes + YOURS_AT, "\x0a\x29\x00\x1e", 4);
    APPEND(&d,
           MAGIC "\x35\x01\x05\x01\x04\xff\xff\xfe\x00\x03\x04\x0a\x29\x00\x01\x0c\x06server\xff");
    hear(&talk, &d);
    assert_said(&talk, FIELD_subnet, "10.41.0.0/23");
    assert_string_equal(talk_tied(&talk, 0), "00:0e:8c:11:22:33 10.41.0.30");
    assert_said(&talk, FIELD_gateway, "10.41.0.1");
    assert_said(&talk, FIELD_name, ""); /* what a server says is no name of the client */
    talk_end(&talk);
}

static void an_offer_is_not_yet_an_address(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dhcp_protocol);
    struct datagram d = datagram_from(2);

    memcpy(d.bytes + YOURS_AT, "\x0a\x29\x00\x1e", 4);
    APPEND(&d, MAGIC "\x35\x01\x02\xff");
    hear(&talk, &d);
    assert_string_equal(talk_tied(&talk, 0), "");
    talk_end(&talk);
}

static void a_refusal_is_counted_as_one(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dhcp_protocol);
    struct datagram d = datagram_from(2);

    APPEND(&d, MAGIC "\x35\x01\x06\xff");
    hear(&talk, &d);
    assert_int_equal(talk.out.first->kind, MESSAGE_REFUSAL);
    talk_end(&talk);
}

static void options_continue_in_the_file_and_server_name_fields(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dhcp_protocol);
    struct datagram d = datagram_from(1);

    memcpy(d.bytes + FILE_AT, "\x0c\x05plc-8\xff", 8);
    memcpy(d.bytes + SNAME_AT, "\x3c\x03S71\xff", 6);
    APPEND(&d, MAGIC "\x35\x01\x03\x34\x01\x03\xff");
    hear(&talk, &d);
    assert_said(&talk, FIELD_name, "plc-8");
    assert_said(&talk, FIELD_vendor_class, "S71");
    talk_end(&talk);
}

static void a_full_name_is_read_in_both_of_its_forms(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dhcp_protocol);
    struct datagram labels = datagram_from(1), plain = datagram_from(1);

    APPEND(&labels, MAGIC "\x35\x01\x03\x51\x0d\x04\x00\x00\x03hmi\x04site\x00\xff");
    hear(&talk, &labels);
    assert_said(&talk, FIELD_name, "hmi.site");
    APPEND(&plain, MAGIC "\x35\x01\x03\x51\x0b\x00\x00\x00hmi.site\xff");
    hear(&talk, &plain);
    assert_said(&talk, FIELD_name, "hmi.site");
    talk_end(&talk);
}

static void bootp_without_options_has_code_zero(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dhcp_protocol);
    struct datagram d = datagram_from(1);

    d.length += 64;
    assert_int_equal(hear(&talk, &d), VERDICT_OK);
    assert_string_equal(talk.out.first->operation->name, "bootp");
    talk_end(&talk);
}

static void an_option_longer_than_the_packet_is_malformed(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dhcp_protocol);
    struct datagram d = datagram_from(1);

    APPEND(&d, MAGIC "\x35\x01\x01\x0c\x20plc");
    assert_int_equal(hear(&talk, &d), VERDICT_MALFORMED);
    assert_null(talk.out.statements);
    talk_end(&talk);
}

#define DUID "\0\1\0\x0a\0\3\0\1\0\x0e\x8c\x41\0\x1e"
#define PEER "\xfe\x80\0\0\0\0\0\0\0\0\0\0\0\0\0\4"

static void an_ipv6_client_is_known_by_its_name(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dhcpv6_protocol);

    assert_int_equal(talk_client(&talk, BYTES("\1\0\0\7" DUID "\0\x27\0\x08\0\5hmi-7\0")),
                     VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 1, SUB_NONE);
    assert_said(&talk, FIELD_name, "hmi-7");
    assert_string_equal(talk_tied(&talk, 0), "");
    talk_end(&talk);
}

static void an_ipv6_name_without_its_domain_is_a_name(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dhcpv6_protocol);

    assert_int_equal(talk_client(&talk, BYTES("\1\0\0\7" DUID "\0\x27\0\x07\0\5hmi-7")),
                     VERDICT_OK);
    assert_said(&talk, FIELD_name, "hmi-7");
    assert_int_equal(talk_client(&talk, BYTES("\1\0\0\7" DUID "\0\x27\0\x07\0\6hmi-7")),
                     VERDICT_OK);
    assert_said(&talk, FIELD_name, ""); /* longer than its option */
    talk_end(&talk);
}

static void a_relayed_ipv6_request_is_its_clients(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dhcpv6_protocol);

    assert_int_equal(talk_client(&talk, BYTES("\x0c\0" PEER PEER "\0\x09\0\x12\3\0\0\7" DUID)),
                     VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 3, SUB_NONE);
    assert_string_equal(talk_tied(&talk, 0), "00:0e:8c:41:00:1e fe80::4");
    talk_end(&talk);
}

static void an_ipv6_lease_is_tied_and_a_refused_one_is_not(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dhcpv6_protocol);

    talk_server(&talk, BYTES("\7\0\0\7\0\3\0\x28\0\0\0\7\0\0\0\1\0\0\0\2\0\5\0\x18" PEER
                             "\0\0\0\1\0\0\0\2"));
    assert_operation(&talk, MESSAGE_RESPONSE, 7, SUB_NONE);
    assert_string_equal(talk_tied(&talk, 0), "00:1b:1b:00:00:01 fe80::4");
    talk_server(&talk, BYTES("\7\0\0\7\0\3\0\x12\0\0\0\7\0\0\0\1\0\0\0\2\0\x0d\0\2\0\2"));
    assert_operation(&talk, MESSAGE_REFUSAL, 7, SUB_NONE);
    assert_string_equal(talk_tied(&talk, 0), "");
    talk_end(&talk);
}

static void an_option_longer_than_its_ipv6_message_is_malformed(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&dhcpv6_protocol);

    assert_int_equal(talk_client(&talk, BYTES("\1\0\0\7\0\6\xff\xff\0\x17")), VERDICT_MALFORMED);
    assert_null(talk.out.first);
    talk_end(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_discover_names_its_client),
        cmocka_unit_test(an_acknowledgement_ties_the_client_to_its_address),
        cmocka_unit_test(an_offer_is_not_yet_an_address),
        cmocka_unit_test(a_refusal_is_counted_as_one),
        cmocka_unit_test(options_continue_in_the_file_and_server_name_fields),
        cmocka_unit_test(a_full_name_is_read_in_both_of_its_forms),
        cmocka_unit_test(bootp_without_options_has_code_zero),
        cmocka_unit_test(an_option_longer_than_the_packet_is_malformed),
        cmocka_unit_test(an_ipv6_client_is_known_by_its_name),
        cmocka_unit_test(an_ipv6_name_without_its_domain_is_a_name),
        cmocka_unit_test(a_relayed_ipv6_request_is_its_clients),
        cmocka_unit_test(an_ipv6_lease_is_tied_and_a_refused_one_is_not),
        cmocka_unit_test(an_option_longer_than_its_ipv6_message_is_malformed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
