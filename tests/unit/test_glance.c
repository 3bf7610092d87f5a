#include "capture/glance.h"

#include "frames.h"
#include "unit.h"

#define VLAN TO_FROM "8100 2007 "

/* What a glance takes; what decode() says of it is right by its own tests. */
static const char *const ordinary[] = {
    ETHER_4 IP_4("002c", "4000", "06") TCP_HEADER "01020304",
    ETHER_4 IP_4("0028", "0000", "06") TCP_HEADER "000000000000",
    ETHER_4 IP_4("0030", "4000",
                 "06") "c001 01f6 00000010 00000020 6011 2000 0000 0000 01010101 0102 0304",
    VLAN "0800 " IP_4("002c", "4000", "06") TCP_HEADER "01020304 eeee",
    ETHER_4 IP_4("0020", "0000", "11") UDP_HEADER("000c") "01020304 eeee",
    ETHER_4 IP_4("0020", "0000", "11") UDP_HEADER("000a") "01020304",
    TO_FROM "8892 8001 0102030405",
    VLAN "8892 8001 0102030405",
};

/* What it leaves to decode(): anything that is more than its fields. */
static const char *const others[] = {
    ETHER_4 IP_4("002c", "2000", "06") TCP_HEADER "01020304", /* more fragments follow */
    ETHER_4 IP_4("002c", "0001", "06") TCP_HEADER "01020304", /* not the first */
    ETHER_4 IP_4("0028", "4000", "06") "c001 01f6 00000010 00000000 5002 2000 0000 0000", /* SYN */
    ETHER_4 IP_4("002c", "4000", "06") "c001 01f6 00000010 00000020 4018 2000 0000 0000 01020304",
    ETHER_4 IP_4("002c", "4000", "06") "c001 01f6 00000010 00000020 f018 2000 0000 0000 01020304",
    ETHER_4 IP_4("0100", "4000", "06") TCP_HEADER "01020304", /* longer than the frame */
    ETHER_4 IP_4("0000", "4000", "06") TCP_HEADER "01020304", /* length left to the network card */
    ETHER_4 IP_4("0013", "4000", "06") TCP_HEADER "01020304", /* shorter than its header */
    ETHER_4 IP_4("0026", "4000", "06") TCP_HEADER "01020304", /* ends inside the TCP header */
    ETHER_4 "4600 0030 0007 4000 40 06 0000 " A_TO_B "00000000 " TCP_HEADER "01020304",
    ETHER_4 "6500 002c 0007 4000 40 06 0000 " A_TO_B TCP_HEADER "01020304", /* version 6 */
    ETHER_4 IP_4("0020", "0000", "11") UDP_HEADER("0007") "01020304",
    ETHER_4 IP_4("0020", "0000", "11") UDP_HEADER("0000") "01020304",
    ETHER_4 IP_4("0020", "0000", "11") UDP_HEADER("00ff") "01020304",
    ETHER_4 IP_4("001c", "0000", "01") "0800 0000 0000 0000", /* ICMP */
    ETHER_6 IP_6("0014", "06") TCP_HEADER,
    TO_FROM "0007 aaaa03 0000f8 8892 01",           /* 802.3 with LLC */
    TO_FROM "8100 2007 8100 2008 8892 8001 010203", /* two tags */
    TO_FROM "8864 1100 0001 0006 c021 01020304",    /* PPPoE */
    TO_FROM "8100 20",
    TO_FROM,
    "",
};

static void assert_same_cursor(struct cursor a, struct cursor b)
{
    assert_int_equal(a.left, b.left);
    if (a.left)
        assert_ptr_equal(a.next, b.next);
}

static void assert_same(const struct decoded *quick, const struct decoded *slow)
{
    assert_int_equal(quick->outcome, slow->outcome);
    assert_true(address_equal(&quick->source_mac, &slow->source_mac));
    assert_true(address_equal(&quick->target_mac, &slow->target_mac));
    assert_int_equal(quick->tcp_flags, slow->tcp_flags);
    assert_int_equal(quick->tcp_sequence, slow->tcp_sequence);
    assert_int_equal(quick->tcp_acknowledged, slow->tcp_acknowledged);
    assert_int_equal(quick->missing, slow->missing);
    assert_same_cursor(quick->payload, slow->payload);
    assert_same_cursor(quick->network, slow->network);
}

static void a_glance_says_of_ordinary_packets_what_decoding_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ordinary); i++) {
        struct packet p = frame(LINK_ETHERNET, ordinary[i]);
        struct decoded quick, slow;
        struct glance g;
        assert_true(glance_at(&p, &g));
        glance_decode(&g, &quick);
        decode(&p, NULL, &slow);
        assert_same(&quick, &slow);
        release(p);
    }
}

static void a_glance_leaves_everything_else_to_decoding(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        struct packet p = frame(LINK_ETHERNET, others[i]);
        struct glance g;
        assert_false(glance_at(&p, &g));
        release(p);
    }
}

static void a_packet_of_another_link_or_cut_by_the_capture_is_not_ordinary(void **state)
{
    (void)state;
    struct packet p = frame(LINK_ETHERNET, ordinary[0]);
    struct glance g;

    p.link = LINK_RAW;
    assert_false(glance_at(&p, &g));
    p.link = LINK_ETHERNET;
    p.length++;
    assert_false(glance_at(&p, &g));
    release(p);
}

static struct flow_key key_between(struct address a, uint16_t a_port, struct address b,
                                   uint16_t b_port, enum transport transport, uint8_t ip_protocol)
{
    bool swapped;
    struct flow_key key = flow_key_of(&a, a_port, &b, b_port, &swapped);

    assert_false(swapped);
    key.transport = (uint8_t)transport;
    key.ip_protocol = ip_protocol;
    return key;
}

static struct glance_key key_seen(const char *hex)
{
    struct packet p = frame(LINK_ETHERNET, hex);
    struct glance g;

    assert_true(glance_at(&p, &g));
    release(p);
    return g.key;
}

static void assert_key(const struct flow_key *flow, int from, const char *hex)
{
    struct glance_key own, seen = key_seen(hex);

    assert_true(glance_key_of(flow, from, &own));
    assert_true(glance_key_equal(&own, &seen));
    assert_true(glance_key_of(flow, !from, &own));
    assert_false(glance_key_equal(&own, &seen));
}

static void a_flow_has_the_keys_that_its_packets_show(void **state)
{
    (void)state;
    struct address a = address_ipv4((const uint8_t[]){ 10, 0, 0, 1 });
    struct address b = address_ipv4((const uint8_t[]){ 10, 0, 0, 2 });
    struct address low = address_mac((const uint8_t[]){ 2, 0, 0, 0, 0, 1 });
    struct address high = address_mac((const uint8_t[]){ 2, 0, 0, 0, 0, 2 });
    struct flow_key tcp = key_between(a, 0xc001, b, 0x01f6, TRANSPORT_TCP, 6);
    struct flow_key udp = key_between(a, 0xc001, b, 0xbac0, TRANSPORT_UDP, 17);
    struct flow_key frames = key_between(low, 0x8892, high, 0x8892, TRANSPORT_ETHERNET, 0);

    assert_key(&tcp, 0, ordinary[0]);
    assert_key(&udp, 0, ordinary[4]);
    assert_key(&frames, 1, ordinary[6]);
}

static void flows_that_a_glance_cannot_tell_have_no_key(void **state)
{
    (void)state;
    struct address mac = address_mac((const uint8_t[]){ 2, 0, 0, 0, 0, 1 });
    struct address ip = address_ipv4((const uint8_t[]){ 10, 0, 0, 1 });
    struct flow_key nameless = key_between(mac, 68, ip, 67, TRANSPORT_UDP, 17);
    struct flow_key llc = key_between(mac, 0x4242, mac, 0x4242, TRANSPORT_ETHERNET, 1);
    struct flow_key ping = key_between(ip, 1, ip, 1, TRANSPORT_IP, 1);
    struct glance_key key;

    assert_false(glance_key_of(&nameless, 0, &key));
    assert_false(glance_key_of(&llc, 0, &key));
    assert_false(glance_key_of(&ping, 0, &key));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_glance_says_of_ordinary_packets_what_decoding_says),
        cmocka_unit_test(a_glance_leaves_everything_else_to_decoding),
        cmocka_unit_test(a_packet_of_another_link_or_cut_by_the_capture_is_not_ordinary),
        cmocka_unit_test(a_flow_has_the_keys_that_its_packets_show),
        cmocka_unit_test(flows_that_a_glance_cannot_tell_have_no_key),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
