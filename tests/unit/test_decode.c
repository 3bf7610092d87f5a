#include "capture/decode.h"

#include "capture/fragment.h"

#include "frames.h"
#include "unit.h"

/* Decodes, then frees: the payload is only good for its length. */
static struct decoded decode_hex(uint16_t link, const char *hex)
{
    struct packet p = frame(link, hex);
    struct decoded d;

    decode(&p, NULL, &d);
    release(p);
    return d;
}

static void assert_address(const struct address *a, const char *text)
{
    char out[ADDRESS_TEXT];

    address_format(a, out);
    assert_string_equal(out, text);
}

static void a_tcp_segment_gives_everything_the_headers_say(void **state)
{
    (void)state;
    struct decoded d =
        decode_hex(LINK_ETHERNET, ETHER_4 IP_4("002c", "4000", "06") TCP_HEADER "01020304 eeee");

    assert_int_equal(d.outcome, DECODE_TCP);
    assert_address(&d.target_mac, "02:00:00:00:00:01");
    assert_address(&d.source_mac, "02:00:00:00:00:02");
    assert_address(&d.source, "10.0.0.1");
    assert_address(&d.target, "10.0.0.2");
    assert_int_equal(d.ether_type, 0x0800);
    assert_int_equal(d.vlan, 0);
    assert_int_equal(d.ip_protocol, 6);
    assert_int_equal(d.ttl, 64);
    assert_int_equal(d.source_port, 0xc001);
    assert_int_equal(d.target_port, 502);
    assert_int_equal(d.tcp_sequence, 16);
    assert_int_equal(d.tcp_acknowledged, 32);
    assert_int_equal(d.tcp_flags, TCP_PSH | TCP_ACK);
    assert_int_equal(d.payload.left, 4); /* the padding is gone */
    assert_int_equal(d.missing, 0);
}

/* What became of a frame, and of how many payload bytes. */
struct expected {
    uint16_t link;
    const char *hex;
    enum decode_outcome outcome;
    uint16_t ether_type;
    uint8_t ip_protocol;
    uint16_t vlan;
    size_t payload;
};

static void assert_expected(const struct expected *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct decoded d = decode_hex(cases[i].link, cases[i].hex);
        if (d.outcome != cases[i].outcome)
            print_error("case %zu: %s: %s\n", i, cases[i].hex, d.reason ? d.reason : "");
        assert_int_equal(d.outcome, cases[i].outcome);
        assert_int_equal(d.ether_type, cases[i].ether_type);
        assert_int_equal(d.ip_protocol, cases[i].ip_protocol);
        assert_int_equal(d.vlan, cases[i].vlan);
        assert_int_equal(d.payload.left, cases[i].payload);
    }
}

#define UDP_4 IP_4("0020", "0000", "11") UDP_HEADER("000c") "01020304"
#define UDP_6 IP_6("000c", "11") UDP_HEADER("000c") "01020304"

static void link_layers_lead_to_the_same_datagram(void **state)
{
    (void)state;
    static const struct expected cases[] = {
        { LINK_ETHERNET, ETHER_4 UDP_4, DECODE_UDP, 0x0800, 17, 0, 4 },
        { LINK_ETHERNET, ETHER_6 UDP_6, DECODE_UDP, 0x86dd, 17, 0, 4 },
        { LINK_RAW, UDP_4, DECODE_UDP, 0x0800, 17, 0, 4 },
        { LINK_RAW, UDP_6, DECODE_UDP, 0x86dd, 17, 0, 4 },
        { LINK_RAW_BSD, UDP_4, DECODE_UDP, 0x0800, 17, 0, 4 },
        { LINK_IPV4, UDP_4, DECODE_UDP, 0x0800, 17, 0, 4 },
        { LINK_IPV6, UDP_6, DECODE_UDP, 0x86dd, 17, 0, 4 },
        { LINK_NULL, "02000000" UDP_4, DECODE_UDP, 0x0800, 17, 0, 4 },
        { LINK_NULL, "00000002" UDP_4, DECODE_UDP, 0x0800, 17, 0, 4 },
        { LINK_NULL, "1e000000" UDP_6, DECODE_UDP, 0x86dd, 17, 0, 4 },
        { LINK_NULL, "00000018" UDP_6, DECODE_UDP, 0x86dd, 17, 0, 4 },
        { LINK_LOOP, "0000001c" UDP_6, DECODE_UDP, 0x86dd, 17, 0, 4 },
        { LINK_COOKED, "0000 0001 0006 0200000000020000 0800" UDP_4, DECODE_UDP, 0x0800, 17, 0, 4 },
        { LINK_COOKED, "0000 0001 0006 0200000000020000 8100 0005 0800" UDP_4, DECODE_UDP, 0x0800,
          17, 5, 4 },
        { LINK_COOKED, "0000 0001 0006 0200000000020000 0004 424203 010203", DECODE_ETHERNET,
          0x4242, 0, 0, 4 },
        { LINK_COOKED2, "86dd 0000 00000001 0001 00 06 0200000000020000" UDP_6, DECODE_UDP, 0x86dd,
          17, 0, 4 },
    };

    assert_expected(cases, COUNT_OF(cases));
}

static void cooked_headers_give_the_address_of_the_sender(void **state)
{
    (void)state;
    struct decoded d = decode_hex(LINK_COOKED, "0000 0001 0006 0200000000020000 0800" UDP_4);
    assert_address(&d.source_mac, "02:00:00:00:00:02");
    assert_int_equal(d.target_mac.kind, ADDRESS_NONE);

    d = decode_hex(LINK_COOKED2, "0800 0000 00000001 0304 00 00 0000000000000000" UDP_4);
    assert_int_equal(d.source_mac.kind, ADDRESS_NONE);
    assert_int_equal(d.outcome, DECODE_UDP);
}

static void tags_and_labels_are_removed(void **state)
{
    (void)state;
    static const struct expected cases[] = {
        { LINK_ETHERNET, TO_FROM "8100 6064 0800" UDP_4, DECODE_UDP, 0x0800, 17, 100, 4 },
        { LINK_ETHERNET, TO_FROM "88a8 0064 8100 0007 86dd" UDP_6, DECODE_UDP, 0x86dd, 17, 7, 4 },
        { LINK_ETHERNET, TO_FROM "9100 0064 8100 c000 8892 8000", DECODE_ETHERNET, 0x8892, 0, 100,
          2 },
        { LINK_ETHERNET, TO_FROM "8100 0001 0003 4242 03 eeee", DECODE_ETHERNET, 0x4242, 0, 1, 1 },
        { LINK_ETHERNET, TO_FROM "8864 1100 0001 0022 0021" UDP_4 "eeee", DECODE_UDP, 0x0800, 17, 0,
          4 },
        { LINK_ETHERNET,
          TO_FROM "8864 1100 0001 0036 0057" IP_6("0000", "11") UDP_HEADER("0000") "01020304 eeee",
          DECODE_UDP, 0x86dd, 17, 0, 4 },
        { LINK_ETHERNET, TO_FROM "8864 1100 0001 0036 0057" UDP_6, DECODE_UDP, 0x86dd, 17, 0, 4 },
        { LINK_ETHERNET, TO_FROM "8864 1100 0001 0006 c021 0901 0004", DECODE_ETHERNET, 0x8864, 0,
          0, 12 },
        { LINK_ETHERNET, TO_FROM "8847 00010040 00011140" UDP_4, DECODE_UDP, 0x0800, 17, 0, 4 },
        { LINK_ETHERNET, TO_FROM "8848 00011140" UDP_6, DECODE_UDP, 0x86dd, 17, 0, 4 },
        { LINK_ETHERNET, TO_FROM "8847 00011140 00000000", DECODE_ETHERNET, 0x8847, 0, 0, 8 },
    };

    assert_expected(cases, COUNT_OF(cases));
}

static void frames_without_ip_keep_their_type_or_access_points(void **state)
{
    (void)state;
    static const struct expected cases[] = {
        { LINK_ETHERNET, TO_FROM "0806 0001", DECODE_ETHERNET, 0x0806, 0, 0, 2 },
        { LINK_ETHERNET, TO_FROM "88cc 0207", DECODE_ETHERNET, 0x88cc, 0, 0, 2 },
        { LINK_ETHERNET, TO_FROM "05dd 0207", DECODE_ETHERNET, 0x05dd, 0, 0, 2 },
        { LINK_ETHERNET, TO_FROM "0005 4242 03 0000 eeeeee", DECODE_ETHERNET, 0x4242, 0, 0, 3 },
        { LINK_ETHERNET, TO_FROM "0028 aaaa03 000000 0800" UDP_4 "ee", DECODE_UDP, 0x0800, 17, 0,
          4 },
        { LINK_ETHERNET, TO_FROM "000a aaaa03 00000c 2000 02b4 eeee", DECODE_ETHERNET, 0x2000, 0, 0,
          2 },
        { LINK_ETHERNET, TO_FROM "000a aaaa03 00000c 0800 4500", DECODE_ETHERNET, 0x0800, 0, 0, 2 },
    };

    assert_expected(cases, COUNT_OF(cases));
    assert_true(decode_hex(LINK_ETHERNET, cases[3].hex).llc);
    assert_false(decode_hex(LINK_ETHERNET, cases[4].hex).llc);
}

static void ip_headers_of_every_shape_are_passed(void **state)
{
    (void)state;
    static const struct expected cases[] = {
        /* IPv4 options */
        { LINK_IPV4,
          "4600 0024 0007 0000 4011 0000" A_TO_B "94040000" UDP_HEADER("000c") "01020304",
          DECODE_UDP, 0x0800, 17, 0, 4 },
        /* total length left to the network card */
        { LINK_IPV4, IP_4("0000", "0000", "06") TCP_HEADER "010203", DECODE_TCP, 0x0800, 6, 0, 3 },
        /* ICMP, ESP */
        { LINK_IPV4, IP_4("0018", "0000", "01") "08000000", DECODE_IP, 0x0800, 1, 0, 4 },
        { LINK_IPV6, IP_6("0004", "32") "00000001", DECODE_IP, 0x86dd, 50, 0, 4 },
        /* hop-by-hop, routing, destination options, then ICMPv6 */
        { LINK_IPV6,
          IP_6("0024", "00") "2b00010400000000"
                             "3c010000000000000000000000000000"
                             "3a00010400000000"
                             "80000000",
          DECODE_IP, 0x86dd, 58, 0, 4 },
        /* authentication header of 24 bytes */
        { LINK_IPV6,
          IP_6("0024", "33") "1104 0000 00000001 00000001 000000000000000000000000" UDP_HEADER(
              "000c") "01020304",
          DECODE_UDP, 0x86dd, 17, 0, 4 },
        /* payload length 0 takes what is there; so does UDP length 0 */
        { LINK_IPV6, IP_6("0000", "11") UDP_HEADER("0000") "0102030405", DECODE_UDP, 0x86dd, 17, 0,
          5 },
        /* a fragment that is the whole datagram */
        { LINK_IPV6, IP_6("0014", "2c") "11000000 00000009" UDP_HEADER("000c") "01020304",
          DECODE_UDP, 0x86dd, 17, 0, 4 },
        /* TCP options */
        { LINK_IPV4,
          IP_4("002d", "0000", "06") "c001 01f6 00000010 00000020 6002 2000 0000 0000"
                                     "020405b4 01",
          DECODE_TCP, 0x0800, 6, 0, 1 },
        /* UDP shorter than its packet */
        { LINK_IPV4, IP_4("0020", "0000", "11") UDP_HEADER("000a") "01020304", DECODE_UDP, 0x0800,
          17, 0, 2 },
    };

    assert_expected(cases, COUNT_OF(cases));
}

static void what_breaks_its_own_format_is_malformed_and_says_why(void **state)
{
    (void)state;
    static const struct {
        uint16_t link;
        const char *hex, *reason;
    } cases[] = {
        { LINK_ETHERNET, "", "ends inside its Ethernet header" },
        { LINK_ETHERNET, TO_FROM "08", "ends inside its Ethernet header" },
        { LINK_ETHERNET, TO_FROM "0001 42", "ends inside its LLC header" },
        { LINK_ETHERNET, TO_FROM "8100 0001", "ends inside its VLAN tag" },
        { LINK_ETHERNET,
          TO_FROM "8100 0001 8100 0001 8100 0001 8100 0001 8100 0001 8100 0001 8100 "
                  "0001 8100 0001 0806",
          "more than 7 tags in front of the packet" },
        { LINK_ETHERNET, TO_FROM "8864 1100", "ends inside its PPPoE header" },
        { LINK_ETHERNET, TO_FROM "8847 00010040", "ends inside its MPLS labels" },
        { LINK_NULL, "0200", "ends inside its loopback header" },
        { LINK_COOKED, "0000", "ends inside its Linux cooked header" },
        { LINK_COOKED2, "0000", "ends inside its Linux cooked header" },
        { LINK_RAW, "", "ends inside its IP header" },
        { LINK_RAW, "55", "raw IP packet of neither version 4 nor 6" },
        { LINK_IPV4, "4500001c", "ends inside its IPv4 header" },
        { LINK_IPV4, UDP_6, "announced as IPv4 but of another version" },
        { LINK_IPV4, "4400 0020 0007 0000 4011 0000" A_TO_B UDP_HEADER("000c"),
          "IPv4 header length below 20 bytes" },
        { LINK_IPV4, "4f00 0020 0007 0000 4011 0000" A_TO_B UDP_HEADER("000c") "01020304",
          "IPv4 header longer than the packet" },
        { LINK_IPV6, "60000000", "ends inside its IPv6 header" },
        { LINK_IPV6, "40000000 000c 1140" A_TO_B A_TO_B A_TO_B A_TO_B,
          "announced as IPv6 but of another version" },
        { LINK_IPV6, IP_6("0001", "00") "11", "ends inside an IPv6 extension header" },
        { LINK_IPV6, IP_6("0008", "3c") "1101 0104 00000000",
          "IPv6 extension header longer than the packet" },
        { LINK_IPV6,
          IP_6("0040", "3c") "3c00000000000000"
                             "3c00000000000000"
                             "3c00000000000000"
                             "3c00000000000000"
                             "3c00000000000000"
                             "3c00000000000000"
                             "3c00000000000000"
                             "1100000000000000",
          "8 or more IPv6 extension headers" },
        { LINK_IPV6, IP_6("0004", "2c") "11000000", "ends inside its IPv6 fragment header" },
        { LINK_IPV6, IP_6("0001", "33") "11", "ends inside an IPv6 authentication header" },
        { LINK_IPV4, IP_4("0018", "0000", "06") "c00101f6", "ends inside its TCP header" },
        { LINK_IPV4, IP_4("0028", "0000", "06") "c001 01f6 00000010 00000020 4018 2000 0000 0000",
          "TCP header length below 20 bytes" },
        { LINK_IPV4,
          IP_4("0028", "0000", "06") "c001 01f6 00000010 00000020 6018 2000 0000 0000 ffff",
          "TCP header longer than the packet" },
        { LINK_IPV4, IP_4("0018", "0000", "11") "c00101f6", "ends inside its UDP header" },
        { LINK_IPV4, IP_4("001c", "0000", "11") UDP_HEADER("0007"), "UDP length below 8 bytes" },
        { LINK_IPV4, IP_4("0020", "0000", "11") UDP_HEADER("000d") "01020304 eeee",
          "UDP length beyond the packet" },
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct decoded d = decode_hex(cases[i].link, cases[i].hex);
        assert_int_equal(d.outcome, DECODE_SKIPPED);
        assert_string_equal(d.reason, cases[i].reason);
        assert_true(d.malformed);
    }
}

static void what_is_only_foreign_is_skipped_by_name_and_not_malformed(void **state)
{
    (void)state;
    static const struct {
        uint16_t link;
        const char *hex, *reason;
    } cases[] = {
        { 195, "0102", "link type 195 (802.15.4) is not decoded" },
        { 4711, "0102", "of a link type that is not known" },
        { LINK_NULL, "07000000 0102", "loopback packet of an address family that is not IP" },
        { LINK_COOKED, "0000 0118 0000 0000000000000000 000c 01",
          "Linux cooked packet without an EtherType" },
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct decoded d = decode_hex(cases[i].link, cases[i].hex);
        assert_int_equal(d.outcome, DECODE_SKIPPED);
        assert_string_equal(d.reason, cases[i].reason);
        assert_false(d.malformed);
    }
}

static struct decoded decode_cut(const char *hex, uint32_t captured)
{
    struct packet p = frame(LINK_ETHERNET, hex);
    struct decoded d;

    p.captured = captured;
    decode(&p, NULL, &d);
    release(p);
    return d;
}

static void a_capture_that_cut_its_packets_is_not_blamed_on_the_sender(void **state)
{
    (void)state;
    enum { HEADERS = 14 + 20 + 24 };
    static const char whole[] = ETHER_4 IP_4(
        "0034", "0000",
        "06") "c001 01f6 00000010 00000020 6018 2000 0000 0000 020405b4 0102030405060708";

    for (uint32_t captured = 0; captured < 14 + 20 + 20; captured++) {
        struct decoded d = decode_cut(whole, captured);
        assert_int_equal(d.outcome, DECODE_SKIPPED);
        assert_string_equal(d.reason, "cut short by the capture inside its headers");
        assert_false(d.malformed);
    }
    for (uint32_t captured = 14 + 20 + 20; captured <= HEADERS + 8; captured++) {
        struct decoded d = decode_cut(whole, captured);
        size_t payload = captured > HEADERS ? captured - HEADERS : 0;
        assert_int_equal(d.outcome, DECODE_TCP);
        assert_int_equal(d.payload.left, payload);
        assert_int_equal(d.missing, 8 - payload);
    }
}

static void a_length_beyond_the_frame_on_the_wire_is_wrong_and_nothing_is_missing(void **state)
{
    (void)state;
    static const char beyond[] = ETHER_4 IP_4("8934", "0000", "06") TCP_HEADER "01020304";
    struct decoded d = decode_hex(LINK_ETHERNET, beyond);

    assert_int_equal(d.outcome, DECODE_TCP);
    assert_int_equal(d.payload.left, 4);
    assert_int_equal(d.missing, 0);

    d = decode_cut(beyond, 14 + 20 + 20 + 1);
    assert_int_equal(d.payload.left, 1);
    assert_int_equal(d.missing, 3); /* as far as the frame went on */
}

static struct decoded decode_with(struct fragments *f, const char *hex)
{
    struct packet p = frame(LINK_RAW, hex);
    struct decoded d;

    decode(&p, f, &d);
    release(p);
    return d;
}

static void fragments_are_put_together_before_the_transport_is_read(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        { IP_4("001c", "2000", "11") UDP_HEADER("000c"), IP_4("0018", "0001", "11") "01020304" },
        { IP_6("0010", "2c") "1100 0001 00000009" UDP_HEADER("000c"),
          IP_6("000c", "2c") "1100 0008 00000009 01020304" },
    };
    struct fragments *f = fragments_create();

    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        struct decoded d = decode_with(f, pairs[i][0]);
        assert_int_equal(d.outcome, DECODE_FRAGMENT);
        assert_int_equal(d.source.kind, i ? ADDRESS_IPV6 : ADDRESS_IPV4);
        d = decode_with(f, pairs[i][1]);
        assert_int_equal(d.outcome, DECODE_UDP);
        assert_int_equal(d.target_port, 0xbac0);
        assert_int_equal(cursor_u32be(&d.payload), 0x01020304);
        assert_int_equal(decode_with(NULL, pairs[i][0]).outcome, DECODE_FRAGMENT);
    }
    fragments_destroy(f);
}

static void a_fragment_that_the_capture_cut_is_not_used(void **state)
{
    (void)state;
    struct fragments *f = fragments_create();
    struct packet p = frame(LINK_RAW, IP_4("0020", "2000", "11") UDP_HEADER("0010") "01020304");
    struct decoded d;

    p.captured -= 4;
    decode(&p, f, &d);
    assert_int_equal(d.outcome, DECODE_FRAGMENT);
    release(p);
    d = decode_with(f, IP_4("0018", "0001", "11") "05060708");
    assert_int_equal(d.outcome, DECODE_FRAGMENT);
    fragments_destroy(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_length_beyond_the_frame_on_the_wire_is_wrong_and_nothing_is_missing),
        cmocka_unit_test(a_tcp_segment_gives_everything_the_headers_say),
        cmocka_unit_test(link_layers_lead_to_the_same_datagram),
        cmocka_unit_test(cooked_headers_give_the_address_of_the_sender),
        cmocka_unit_test(tags_and_labels_are_removed),
        cmocka_unit_test(frames_without_ip_keep_their_type_or_access_points),
        cmocka_unit_test(ip_headers_of_every_shape_are_passed),
        cmocka_unit_test(what_breaks_its_own_format_is_malformed_and_says_why),
        cmocka_unit_test(what_is_only_foreign_is_skipped_by_name_and_not_malformed),
        cmocka_unit_test(a_capture_that_cut_its_packets_is_not_blamed_on_the_sender),
        cmocka_unit_test(fragments_are_put_together_before_the_transport_is_read),
        cmocka_unit_test(a_fragment_that_the_capture_cut_is_not_used),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
