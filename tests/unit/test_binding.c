#include "identify/identify.h"

#include <stdio.h>

#include "identify/subnet.h"

#include "observe.h"

#define PLC      "00:1b:1b:00:00:14"
#define HMI      "00:0e:8c:00:00:0a"
#define ROUTER   "00:80:63:00:00:01"
#define INTRUDER "00:0c:29:00:00:66"

struct site {
    struct observed observed;
    struct assets assets;
};

static struct site site_begin(void)
{
    struct site s = { 0 };

    observed_init(&s.observed);
    return s;
}

static void site_end(struct site *s)
{
    assets_finish(&s->assets);
    observed_finish(&s->observed);
}

static const struct asset *find(const struct site *s, const char *address)
{
    struct address a = at(address);

    return assets_at(&s->assets, &a);
}

static void assert_id(const struct site *s, const char *address, const char *id)
{
    const struct asset *asset = find(s, address);

    assert_non_null(asset);
    assert_true(text_is(asset->id, id));
}

static void an_arp_answer_makes_one_device_of_mac_and_address(void **state)
{
    (void)state;
    struct site s = site_begin();

    see_binding(&s.observed, PLC, "10.41.1.20", BINDING_arp);
    see_binding(&s.observed, PLC, "10.41.1.20", BINDING_source);
    identify(&s.observed, &s.assets);
    assert_int_equal(s.assets.items.count, 1);
    assert_id(&s, PLC, "10.41.1.20");
    assert_int_equal(find(&s, PLC)->routed, 0);
    site_end(&s);
}

static void a_single_source_ties_where_nobody_contradicts(void **state)
{
    (void)state;
    struct site s = site_begin();

    see_binding(&s.observed, PLC, "10.41.1.20", BINDING_source);
    identify(&s.observed, &s.assets);
    assert_int_equal(s.assets.items.count, 1);
    assert_id(&s, PLC, "10.41.1.20");
    site_end(&s);
}

static void a_router_does_not_swallow_the_addresses_behind_it(void **state)
{
    (void)state;
    struct site s = site_begin();

    see_binding(&s.observed, ROUTER, "10.41.1.1", BINDING_arp);
    see_binding(&s.observed, ROUTER, "192.168.7.5", BINDING_source);
    see_binding(&s.observed, ROUTER, "192.168.7.6", BINDING_source);
    identify(&s.observed, &s.assets);
    assert_int_equal(s.assets.items.count, 3);
    assert_id(&s, ROUTER, "10.41.1.1");
    assert_id(&s, "192.168.7.5", "192.168.7.5");
    assert_int_equal(find(&s, "192.168.7.5")->macs.count, 0);
    assert_int_equal(find(&s, ROUTER)->routed, 2);
    assert_true(text_is(find(&s, ROUTER)->role.value, "router"));
    site_end(&s);
}

static void a_router_that_owns_no_address_is_still_a_device(void **state)
{
    (void)state;
    struct site s = site_begin();

    see_binding(&s.observed, ROUTER, "192.168.7.5", BINDING_source);
    see_binding(&s.observed, ROUTER, "172.16.0.9", BINDING_source);
    identify(&s.observed, &s.assets);
    assert_int_equal(s.assets.items.count, 3);
    assert_id(&s, ROUTER, ROUTER);
    site_end(&s);
}

static void packets_of_an_address_that_another_holds_were_forwarded(void **state)
{
    (void)state;
    struct site s = site_begin();

    see_binding(&s.observed, PLC, "10.41.1.20", BINDING_arp);
    see_binding(&s.observed, ROUTER, "10.41.1.20", BINDING_source);
    identify(&s.observed, &s.assets);
    assert_id(&s, PLC, "10.41.1.20");
    assert_id(&s, ROUTER, ROUTER);
    assert_int_equal(find(&s, ROUTER)->routed, 1);
    site_end(&s);
}

static void a_mac_of_several_addresses_in_one_subnet_holds_none_by_packets_alone(void **state)
{
    (void)state;
    struct site s = site_begin();

    see_binding(&s.observed, ROUTER, "10.41.2.5", BINDING_source);
    see_binding(&s.observed, ROUTER, "10.41.2.6", BINDING_source);
    identify(&s.observed, &s.assets);
    assert_int_equal(s.assets.items.count, 2);
    assert_null(find(&s, ROUTER));
    site_end(&s);
}

/* 10.41.0.0/23 is one link: who sends from both halves of it forwards nothing. */
static void a_mask_that_was_said_outranks_the_usual_one(void **state)
{
    (void)state;
    struct site s = site_begin();

    see_binding(&s.observed, ROUTER, "10.41.0.5", BINDING_source);
    see_binding(&s.observed, ROUTER, "10.41.1.6", BINDING_source);
    see_fact(&s.observed, "10.41.0.9", FIELD_subnet, "10.41.0.0/23", "dhcp option 1",
             CONFIDENCE_ASKED);
    identify(&s.observed, &s.assets);
    assert_null(find(&s, ROUTER));
    site_end(&s);

    /* And behind a narrow mask a neighbour by number is beyond a router. */
    s = site_begin();
    see_binding(&s.observed, ROUTER, "10.41.1.5", BINDING_source);
    see_binding(&s.observed, ROUTER, "10.41.1.200", BINDING_source);
    see_fact(&s.observed, "10.41.1.5", FIELD_subnet, "10.41.1.0/25", "dhcp option 1",
             CONFIDENCE_ASKED);
    identify(&s.observed, &s.assets);
    assert_int_equal(find(&s, ROUTER)->routed, 2);
    site_end(&s);
}

static void what_is_no_mask_is_not_learnt(void **state)
{
    (void)state;
    static const char *const said[] = { "10.41.0.1/23", "0.0.0.0/1", "10.41.0.4/32", "nonsense" };
    struct site s = site_begin();

    see_binding(&s.observed, ROUTER, "10.41.0.5", BINDING_source);
    see_binding(&s.observed, ROUTER, "10.41.1.6", BINDING_source);
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++)
        see_fact(&s.observed, "10.41.0.9", FIELD_subnet, said[i], "dhcp option 1",
                 CONFIDENCE_ASKED);
    identify(&s.observed, &s.assets);
    assert_int_equal(find(&s, ROUTER)->routed, 2);
    site_end(&s);
}

static void learnt_subnets_have_a_limit(void **state)
{
    (void)state;
    struct site s = site_begin();
    struct subnets subnets;
    char text[SUBNETS_MOST + 8][32];

    for (int i = 0; i < SUBNETS_MOST + 8; i++) {
        snprintf(text[i], sizeof text[i], "10.%d.0.0/16", i);
        see_fact(&s.observed, "10.41.0.9", FIELD_subnet, text[i], "dhcp option 1",
                 CONFIDENCE_ASKED);
    }
    subnets_collect(&subnets, &s.observed);
    assert_int_equal(subnets.learnt.count, SUBNETS_MOST);
    subnets_finish(&subnets);
    site_end(&s);
}

static void the_last_address_of_a_learnt_subnet_is_nobody(void **state)
{
    (void)state;
    struct site s = site_begin();
    struct conversation *c = see_talk(&s.observed, "10.41.1.20", "10.41.1.127", "bacnet");

    c->transport = TRANSPORT_UDP;
    c->packets = c->packets_from_client;
    see_fact(&s.observed, "10.41.1.20", FIELD_subnet, "10.41.1.0/25", "directed broadcast",
             CONFIDENCE_STACK);
    identify(&s.observed, &s.assets);
    assert_int_equal(s.assets.items.count, 1);
    assert_null(find(&s, "10.41.1.127"));
    site_end(&s);
}

static void a_broadcast_address_that_only_listened_is_nobody(void **state)
{
    (void)state;
    struct site s = site_begin();
    struct conversation *c = see_talk(&s.observed, "10.41.1.255", "10.41.1.20", "bacnet");

    c->packets_from_client = 0;
    identify(&s.observed, &s.assets);
    assert_int_equal(s.assets.items.count, 1);
    assert_null(find(&s, "10.41.1.255"));
    site_end(&s);
}

static void assert_broadcast(const char *broadcast, const char *sender, const char *expected)
{
    struct address all = at(broadcast), one = at(sender);
    struct prefix p = prefix_of_broadcast(&all, &one);
    struct arena text;

    arena_create(&text, 1 << 10);
    assert_string_equal(p.bits ? text_string(prefix_text(&p, &text), &text) : "", expected);
    arena_destroy(&text);
}

static void a_broadcast_tells_how_far_its_subnet_goes(void **state)
{
    (void)state;
    assert_broadcast("10.41.1.255", "10.41.1.200", "10.41.1.0/24");
    assert_broadcast("10.41.1.255", "10.41.0.7", "10.41.0.0/23");
    assert_broadcast("10.41.1.127", "10.41.1.20", "10.41.1.0/25");
    assert_broadcast("10.41.255.255", "10.41.200.5", "10.41.0.0/16");
    assert_broadcast("10.41.1.255", "192.168.0.5", "");
    assert_broadcast("10.41.1.20", "10.41.1.21", "");
    assert_broadcast("ff02::1", "fe80::1", "");
}

static void a_mask_with_holes_is_none(void **state)
{
    (void)state;
    struct address a = at("10.41.1.20");

    assert_int_equal(prefix_of_mask(&a, (const uint8_t[]){ 255, 255, 254, 0 }).bits, 23);
    assert_int_equal(prefix_of_mask(&a, (const uint8_t[]){ 255, 255, 255, 255 }).bits, 32);
    assert_int_equal(prefix_of_mask(&a, (const uint8_t[]){ 255, 0, 255, 0 }).bits, 0);
    assert_int_equal(prefix_of_mask(&a, (const uint8_t[]){ 0, 0, 0, 0 }).bits, 0);
}

static void an_address_from_two_macs_belongs_to_neither_by_packets_alone(void **state)
{
    (void)state;
    struct site s = site_begin();

    see_binding(&s.observed, PLC, "10.41.1.20", BINDING_source);
    see_binding(&s.observed, HMI, "10.41.1.20", BINDING_source);
    identify(&s.observed, &s.assets);
    assert_int_equal(s.assets.items.count, 1);
    assert_int_equal(find(&s, "10.41.1.20")->macs.count, 0);
    site_end(&s);
}

static void one_address_at_two_macs_is_a_dispute_that_both_show(void **state)
{
    (void)state;
    struct site s = site_begin();

    see_binding(&s.observed, PLC, "10.41.1.20", BINDING_arp)->count = 9;
    see_binding(&s.observed, INTRUDER, "10.41.1.20", BINDING_arp);
    see_binding(&s.observed, INTRUDER, "10.41.1.1", BINDING_arp);
    identify(&s.observed, &s.assets);
    assert_id(&s, PLC, "10.41.1.20"); /* who claims fewer addresses keeps this one */
    assert_id(&s, INTRUDER, "10.41.1.1");
    unsigned disputed = 0;
    for (ARRAY_EACH(const struct address_claim, c, &find(&s, PLC)->claims))
        disputed += c->disputed;
    assert_int_equal(disputed, 2);
    site_end(&s);
}

static void a_lease_that_moved_on_is_no_dispute(void **state)
{
    (void)state;
    struct site s = site_begin();

    see_binding(&s.observed, HMI, "10.41.1.30", BINDING_dhcp);
    see_binding(&s.observed, PLC, "10.41.1.30", BINDING_dhcp)->last = OBSERVED_AT + 1;
    identify(&s.observed, &s.assets);
    assert_id(&s, PLC, "10.41.1.30");
    assert_id(&s, HMI, HMI);
    assert_false(find(&s, PLC)->claims.items[0].disputed);
    site_end(&s);
}

static void the_ports_of_a_switch_are_one_device(void **state)
{
    (void)state;
    struct site s = site_begin();

    see_binding(&s.observed, "00:80:63:00:00:11", "00:80:63:00:00:10", BINDING_announced);
    see_binding(&s.observed, "00:80:63:00:00:12", "00:80:63:00:00:10", BINDING_announced);
    see_binding(&s.observed, "00:80:63:00:00:12", "10.41.1.2", BINDING_announced);
    identify(&s.observed, &s.assets);
    assert_int_equal(s.assets.items.count, 1);
    assert_int_equal(find(&s, "10.41.1.2")->macs.count, 3);
    site_end(&s);
}

static void frames_that_return_with_the_local_bit_are_of_the_device_that_sent_them(void **state)
{
    (void)state;
    struct site s = site_begin();

    see_binding(&s.observed, "00:01:05:00:00:11", "02:01:05:00:00:11", BINDING_announced);
    see_binding(&s.observed, "00:80:63:00:00:11", "02:01:05:00:00:12", BINDING_announced);
    identify(&s.observed, &s.assets);
    assert_int_equal(s.assets.items.count, 3);
    assert_int_equal(find(&s, "00:01:05:00:00:11")->macs.count, 2);
    site_end(&s);
}

static void an_announcement_from_another_makers_card_takes_nothing_over(void **state)
{
    (void)state;
    struct site s = site_begin();

    see_binding(&s.observed, PLC, "10.41.1.20", BINDING_arp);
    see_binding(&s.observed, INTRUDER, "10.41.1.20", BINDING_announced);
    see_binding(&s.observed, INTRUDER, PLC, BINDING_announced);
    identify(&s.observed, &s.assets);
    assert_id(&s, PLC, "10.41.1.20");
    assert_id(&s, INTRUDER, INTRUDER);
    site_end(&s);
}

static void a_second_address_in_the_subnet_is_not_taken_from_packets_alone(void **state)
{
    (void)state;
    struct site s = site_begin();

    see_binding(&s.observed, PLC, "10.41.1.20", BINDING_arp);
    see_binding(&s.observed, PLC, "10.41.1.21", BINDING_source);
    identify(&s.observed, &s.assets);
    assert_int_equal(s.assets.items.count, 2);
    assert_int_equal(find(&s, "10.41.1.21")->macs.count, 0);
    site_end(&s);
}

static void a_device_that_had_no_lease_at_first_is_no_router(void **state)
{
    (void)state;
    struct site s = site_begin();

    see_binding(&s.observed, PLC, "169.254.7.7", BINDING_source);
    see_binding(&s.observed, PLC, "10.41.1.20", BINDING_source);
    identify(&s.observed, &s.assets);
    assert_int_equal(s.assets.items.count, 1);
    assert_int_equal(find(&s, PLC)->routed, 0);
    assert_id(&s, PLC, "10.41.1.20");
    site_end(&s);
}

static void an_answer_outranks_a_lease(void **state)
{
    (void)state;
    struct site s = site_begin();

    see_binding(&s.observed, HMI, "10.41.1.30", BINDING_dhcp)->count = 9;
    see_binding(&s.observed, PLC, "10.41.1.30", BINDING_arp);
    identify(&s.observed, &s.assets);
    assert_id(&s, PLC, "10.41.1.30");
    assert_id(&s, HMI, HMI);
    site_end(&s);
}

static void seen_on_both_sides_of_a_router_a_device_keeps_its_own_card(void **state)
{
    (void)state;
    struct site s = site_begin();

    see_binding(&s.observed, PLC, "10.41.2.5", BINDING_source);
    see_binding(&s.observed, ROUTER, "10.41.2.5", BINDING_source);
    see_binding(&s.observed, ROUTER, "192.168.7.5", BINDING_source);
    identify(&s.observed, &s.assets);
    assert_id(&s, PLC, "10.41.2.5");
    site_end(&s);
}

static void a_switch_that_answers_through_another_port_is_no_router(void **state)
{
    (void)state;
    struct site s = site_begin();

    see_binding(&s.observed, "00:80:63:00:00:11", "00:80:63:00:00:10", BINDING_announced);
    see_binding(&s.observed, "00:80:63:00:00:11", "10.41.1.2", BINDING_announced);
    see_binding(&s.observed, "00:80:63:00:00:10", "10.41.1.2", BINDING_source);
    identify(&s.observed, &s.assets);
    assert_int_equal(s.assets.items.count, 1);
    assert_int_equal(s.assets.items.items[0].routed, 0);
    site_end(&s);
}

static void link_local_addresses_join_their_mac_even_at_a_router(void **state)
{
    (void)state;
    struct site s = site_begin();

    see_binding(&s.observed, ROUTER, "fe80::1", BINDING_source);
    see_binding(&s.observed, ROUTER, "192.168.7.5", BINDING_source);
    see_binding(&s.observed, ROUTER, "172.16.0.9", BINDING_source);
    identify(&s.observed, &s.assets);
    assert_id(&s, ROUTER, "fe80::1");
    site_end(&s);
}

static void groups_broadcasts_and_nobody_are_no_devices(void **state)
{
    (void)state;
    struct site s = site_begin();

    see_talk(&s.observed, PLC, "01:0e:cf:00:00:00", "profinet");
    see_talk(&s.observed, "10.41.1.20", "224.0.0.5", "unknown");
    struct conversation *c = see_talk(&s.observed, "10.41.1.20", "10.41.1.255", "bacnet");
    c->transport = TRANSPORT_UDP;
    c->packets = c->packets_from_client;
    see_binding(&s.observed, "00:00:00:00:00:00", "10.41.1.77", BINDING_source);
    identify(&s.observed, &s.assets);
    assert_int_equal(s.assets.items.count, 2);
    assert_id(&s, "10.41.1.20", "10.41.1.20");
    assert_id(&s, PLC, PLC);
    site_end(&s);
}

static void an_address_that_a_scanner_tried_is_no_device(void **state)
{
    (void)state;
    struct site s = site_begin();
    struct conversation *c = see_talk(&s.observed, "10.41.1.66", "10.41.1.99", "unknown");

    c->packets = c->packets_from_client = 3;
    c->established = false;
    identify(&s.observed, &s.assets);
    assert_int_equal(s.assets.items.count, 1);
    assert_null(find(&s, "10.41.1.99"));
    site_end(&s);
}

static void assets_stand_in_the_order_of_their_addresses(void **state)
{
    (void)state;
    struct site s = site_begin();

    see_binding(&s.observed, HMI, "10.41.1.100", BINDING_arp);
    see_binding(&s.observed, PLC, "10.41.1.20", BINDING_arp);
    see_fact(&s.observed, ROUTER, FIELD_name, "sw", "lldp system name", CONFIDENCE_ANNOUNCED);
    identify(&s.observed, &s.assets);
    assert_true(text_is(s.assets.items.items[0].id, "10.41.1.20"));
    assert_true(text_is(s.assets.items.items[1].id, "10.41.1.100"));
    assert_true(text_is(s.assets.items.items[2].id, ROUTER));
    site_end(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_arp_answer_makes_one_device_of_mac_and_address),
        cmocka_unit_test(a_single_source_ties_where_nobody_contradicts),
        cmocka_unit_test(a_router_does_not_swallow_the_addresses_behind_it),
        cmocka_unit_test(a_router_that_owns_no_address_is_still_a_device),
        cmocka_unit_test(packets_of_an_address_that_another_holds_were_forwarded),
        cmocka_unit_test(a_mac_of_several_addresses_in_one_subnet_holds_none_by_packets_alone),
        cmocka_unit_test(a_mask_that_was_said_outranks_the_usual_one),
        cmocka_unit_test(what_is_no_mask_is_not_learnt),
        cmocka_unit_test(learnt_subnets_have_a_limit),
        cmocka_unit_test(the_last_address_of_a_learnt_subnet_is_nobody),
        cmocka_unit_test(a_broadcast_address_that_only_listened_is_nobody),
        cmocka_unit_test(a_broadcast_tells_how_far_its_subnet_goes),
        cmocka_unit_test(a_mask_with_holes_is_none),
        cmocka_unit_test(an_address_from_two_macs_belongs_to_neither_by_packets_alone),
        cmocka_unit_test(one_address_at_two_macs_is_a_dispute_that_both_show),
        cmocka_unit_test(a_lease_that_moved_on_is_no_dispute),
        cmocka_unit_test(the_ports_of_a_switch_are_one_device),
        cmocka_unit_test(frames_that_return_with_the_local_bit_are_of_the_device_that_sent_them),
        cmocka_unit_test(an_announcement_from_another_makers_card_takes_nothing_over),
        cmocka_unit_test(a_second_address_in_the_subnet_is_not_taken_from_packets_alone),
        cmocka_unit_test(a_device_that_had_no_lease_at_first_is_no_router),
        cmocka_unit_test(an_answer_outranks_a_lease),
        cmocka_unit_test(seen_on_both_sides_of_a_router_a_device_keeps_its_own_card),
        cmocka_unit_test(a_switch_that_answers_through_another_port_is_no_router),
        cmocka_unit_test(link_local_addresses_join_their_mac_even_at_a_router),
        cmocka_unit_test(groups_broadcasts_and_nobody_are_no_devices),
        cmocka_unit_test(an_address_that_a_scanner_tried_is_no_device),
        cmocka_unit_test(assets_stand_in_the_order_of_their_addresses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
