#include "model/program_check.h"
#include "segment/map.h"

#include "small_plant.h"
#include "unit.h"

/* A plant with its traffic judged. */
struct scene {
    struct plant plant;
    struct traffic traffic;
    struct passages passages;
    struct map map;
};

static void look(struct scene *s)
{
    traffic_build(&s->traffic, &s->plant.observed, &s->plant.assets);
    passages_judge(&s->passages, &s->plant, &s->traffic);
    map_draw(&s->map, &s->plant, &s->traffic, &s->passages);
}

static void forget(struct scene *s)
{
    map_finish(&s->map);
    passages_finish(&s->passages);
    traffic_finish(&s->traffic);
}

static void leave(struct scene *s)
{
    forget(s);
    plant_finish(&s->plant);
}

static struct placement place(struct plant *p, const char *address)
{
    struct address a = at_address(address);

    return zone_of_address(&p->program, &a);
}

static void members_outrank_prefixes_and_the_narrowest_prefix_wins(void **state)
{
    (void)state;
    struct plant p;
    small_plant(&p);

    with_zone(&p, "wide", "10.0.0.0/8");
    with_zone(&p, "narrow", "10.1.0.0/16");
    struct zone *named = with_zone(&p, "named", "192.168.0.0/16");
    *array_add(&named->members) = at_address("10.1.0.7");
    assert_true(text_is(place(&p, "10.2.0.1").zone->id, "wide"));
    assert_true(text_is(place(&p, "10.1.0.1").zone->id, "narrow"));
    assert_true(text_is(place(&p, "10.1.0.7").zone->id, "named"));
    assert_int_equal(place(&p, "10.1.0.7").how, PLACED_member);
    assert_null(place(&p, "172.16.0.1").zone);
    plant_finish(&p);
}

static void an_address_in_two_sibling_zones_is_in_none_and_both_are_named(void **state)
{
    (void)state;
    struct plant p;
    struct complaints wrong = { 0 };
    small_plant(&p);

    with_zone(&p, "left", "10.1.0.0/16");
    with_zone(&p, "right", "10.1.0.0/16");
    struct placement at = place(&p, "10.1.0.1");
    assert_null(at.zone);
    assert_int_equal(at.how, PLACED_disputed);
    assert_true(text_is(at.claimants[0]->id, "left"));
    assert_true(text_is(at.claimants[1]->id, "right"));
    assert_true(text_contains(placement_reason(&at, &p.text), "claimed equally"));

    program_check_zones(&p.program, &p.text, &wrong);
    assert_int_equal(wrong.rows.count, 1);
    assert_true(text_contains(wrong.rows.items[0].sentence, "both claim 10.1.0.0/16"));
    array_free(&wrong.rows);
    plant_finish(&p);
}

static void a_narrower_zone_settles_what_two_wider_ones_dispute(void **state)
{
    (void)state;
    struct plant p;
    small_plant(&p);

    with_zone(&p, "left", "10.1.0.0/16");
    with_zone(&p, "right", "10.1.0.0/16");
    with_zone(&p, "cell", "10.1.2.0/24");
    assert_true(text_is(place(&p, "10.1.2.1").zone->id, "cell"));
    plant_finish(&p);
}

static void of_a_zone_and_its_child_with_the_same_prefix_the_child_wins(void **state)
{
    (void)state;
    struct plant p;
    struct complaints wrong = { 0 };
    small_plant(&p);

    with_zone(&p, "child", "10.1.0.0/16")->parent = TEXT("parent");
    with_zone(&p, "parent", "10.1.0.0/16");
    assert_true(text_is(place(&p, "10.1.0.1").zone->id, "child"));
    program_check_zones(&p.program, &p.text, &wrong);
    assert_int_equal(wrong.rows.count, 0);
    plant_finish(&p);
}

static void a_zone_inside_itself_and_a_conduit_to_nowhere_are_complained_about(void **state)
{
    (void)state;
    struct plant p;
    struct complaints wrong = { 0 };
    small_plant(&p);

    with_zone(&p, "hen", "10.1.0.0/16")->parent = TEXT("egg");
    with_zone(&p, "egg", "10.2.0.0/16")->parent = TEXT("hen");
    with_zone(&p, "orphan", "10.3.0.0/16")->parent = TEXT("nobody");
    with_conduit(&p, "hen", "cell-9");
    program_check_zones(&p.program, &p.text, &wrong);
    assert_int_equal(wrong.rows.count, 4);
    assert_true(
        text_is(wrong.rows.items[0].sentence, "zone \"hen\" lies in itself through its parents"));
    assert_true(text_is(wrong.rows.items[2].sentence,
                        "zone \"orphan\" names parent \"nobody\", which is not defined"));
    assert_true(text_is(wrong.rows.items[3].sentence,
                        "conduit \"hen-cell-9\" names zone \"cell-9\", which is not defined"));
    array_free(&wrong.rows);
    plant_finish(&p);
}

/* Two zones and one conversation from office to cell, reading and writing. */
static struct conversation *office_writes_to_cell(struct scene *s)
{
    small_plant(&s->plant);
    with_zone(&s->plant, "office", "10.1.0.0/16");
    with_zone(&s->plant, "cell", "10.2.0.0/16");
    struct conversation *c = with_conversation(&s->plant, "10.1.0.1", "10.2.0.1", 502, "modbus");
    with_operation(c, "read", CLASS_read);
    with_operation(c, "write", CLASS_write);
    return c;
}

static const struct passage *only_passage(struct scene *s)
{
    look(s);
    assert_int_equal(s->passages.rows.count, 1);
    return &s->passages.rows.items[0];
}

static void without_a_conduit_nothing_crosses(void **state)
{
    (void)state;
    struct scene s;
    office_writes_to_cell(&s);

    const struct passage *p = only_passage(&s);
    assert_int_equal(p->state, PASSAGE_not_allowed);
    assert_null(p->conduit);
    assert_true(text_is(p->reason, "No conduit leads from zone \"office\" to zone \"cell\"."));
    assert_non_null(map_find(&s.map, p->from, p->to, EDGE_seen_not_allowed));
    assert_int_equal(s.map.edges.count, 1);
    leave(&s);
}

static void a_conduit_lets_through_what_it_lists_and_no_other_access(void **state)
{
    (void)state;
    struct scene s;
    office_writes_to_cell(&s);
    with_service(with_conduit(&s.plant, "office", "cell"), "modbus", 1u << ACCESS_read);

    const struct passage *p = only_passage(&s);
    assert_int_equal(p->state, PASSAGE_not_allowed);
    assert_int_equal(p->refused, 1u << ACCESS_write);
    assert_true(text_is(p->reason, "Conduit \"office-cell\" lets modbus through, but not write."));
    leave(&s);
}

static void two_conduits_together_may_let_through_what_neither_does_alone(void **state)
{
    (void)state;
    struct scene s;
    office_writes_to_cell(&s);
    with_service(with_conduit(&s.plant, "office", "cell"), "modbus", 1u << ACCESS_read);
    with_service(with_conduit(&s.plant, "office", "cell"), "modbus", 1u << ACCESS_write);

    const struct passage *p = only_passage(&s);
    assert_int_equal(p->state, PASSAGE_allowed);
    const struct map_edge *e = map_find(&s.map, p->from, p->to, EDGE_allowed_seen);
    assert_non_null(e);
    assert_int_equal(e->packets, 10);
    assert_int_equal(e->access, 1u << ACCESS_read | 1u << ACCESS_write);
    assert_null(map_find(&s.map, p->from, p->to, EDGE_allowed_unseen));
    leave(&s);
}

static void another_service_or_the_other_direction_is_not_let_through(void **state)
{
    (void)state;
    struct scene s;
    office_writes_to_cell(&s);
    with_service(with_conduit(&s.plant, "office", "cell"), "https", 0);
    with_service(with_conduit(&s.plant, "cell", "office"), "modbus", 0);

    const struct passage *p = only_passage(&s);
    assert_int_equal(p->state, PASSAGE_not_allowed);
    assert_true(
        text_is(p->reason, "Conduit \"office-cell\" does not list modbus on tcp port 502."));
    assert_non_null(map_find(&s.map, p->from, p->to, EDGE_allowed_unseen));
    assert_non_null(map_find(&s.map, p->to, p->from, EDGE_allowed_unseen));
    leave(&s);
}

static void an_icmp_report_passes_with_what_it_reports_on_and_a_ping_does_not(void **state)
{
    (void)state;
    struct scene s;
    office_writes_to_cell(&s);
    with_service(with_conduit(&s.plant, "office", "cell"), "modbus", 0);
    struct conversation *report = with_conversation(&s.plant, "10.2.0.1", "10.1.0.1", 1, "icmp");
    report->transport = TRANSPORT_IP;
    report->established = false;

    look(&s);
    assert_int_equal(s.passages.rows.items[1].state, PASSAGE_allowed);
    assert_true(text_is(s.passages.rows.items[1].reason,
                        "It reports on what conduit \"office-cell\" lets through."));
    forget(&s);
    s.plant.observed.conversations.items[1].established = true;
    look(&s);
    assert_int_equal(s.passages.rows.items[1].state, PASSAGE_not_allowed);
    leave(&s);
}

static void a_conduit_counts_up_to_the_day_before_it_expires(void **state)
{
    (void)state;
    struct scene s;
    office_writes_to_cell(&s);
    struct conduit *c = with_conduit(&s.plant, "office", "cell");
    with_service(c, "modbus", 0);
    c->expires = day("2026-06-02");

    assert_int_equal(only_passage(&s)->state, PASSAGE_allowed);
    forget(&s);
    s.plant.today = day("2026-06-02");
    const struct passage *p = only_passage(&s);
    assert_int_equal(p->state, PASSAGE_not_allowed);
    assert_true(text_is(
        p->reason, "Conduit \"office-cell\" let modbus through until it expired on 2026-06-02."));
    leave(&s);
}

static void a_conduit_of_a_zone_serves_the_zones_inside_it(void **state)
{
    (void)state;
    struct scene s;
    office_writes_to_cell(&s);
    with_zone(&s.plant, "floor-2", "10.1.2.0/24")->parent = TEXT("office");
    s.plant.observed.conversations.items[0].client = at_address("10.1.2.9");
    with_service(with_conduit(&s.plant, "office", "cell"), "modbus", 0);

    const struct passage *p = only_passage(&s);
    assert_true(text_is(p->from->id, "floor-2"));
    assert_int_equal(p->state, PASSAGE_allowed);
    leave(&s);
}

static void groups_and_link_local_frames_are_not_judged_and_strangers_are_in_no_zone(void **state)
{
    (void)state;
    struct scene s;
    small_plant(&s.plant);
    with_zone(&s.plant, "cell", "10.2.0.0/16");
    with_conversation(&s.plant, "10.2.0.1", "239.255.255.250", 1900, "ssdp");
    with_conversation(&s.plant, "10.2.0.1", "10.2.0.9", 80, "http");
    with_conversation(&s.plant, "10.2.0.1", "198.51.100.7", 443, "tls");
    with_conversation(&s.plant, "fe80::1", "fe80::2", 80, "http");

    look(&s);
    assert_int_equal(s.passages.rows.items[0].state, PASSAGE_inside_zone);
    assert_int_equal(s.passages.rows.items[1].state, PASSAGE_no_zone);
    assert_true(text_is(s.passages.rows.items[1].reason, "198.51.100.7 is in no zone."));
    assert_int_equal(s.passages.rows.items[2].state, PASSAGE_not_judged);
    assert_int_equal(s.passages.rows.items[3].state, PASSAGE_not_judged);
    assert_int_equal(s.map.zones.items[0].conversations_inside, 1);
    assert_int_equal(s.map.edges.count, 1);
    assert_null(s.map.edges.items[0].to);
    leave(&s);
}

/* One asset with several addresses. */
static void with_legs(struct plant *p, const char *const *addresses, size_t count)
{
    uint32_t number = assets_add(&p->assets);

    for (size_t i = 0; i < count; i++) {
        struct address a = at_address(addresses[i]);
        assets_own(&p->assets, number, &a);
    }
    assets_settle(&p->assets);
}

static void a_card_is_in_its_asset_s_zone_unless_that_has_legs_in_several(void **state)
{
    (void)state;
    struct scene s;
    small_plant(&s.plant);
    with_zone(&s.plant, "office", "10.1.0.0/16");
    with_zone(&s.plant, "cell", "10.2.0.0/16");
    static const char *const panel[] = { "10.1.0.9", "fe80::9", "02:00:00:00:00:09" };
    static const char *const plc[] = { "10.2.0.9", "02:00:00:00:00:10" };
    static const char *const router[] = { "10.1.0.1", "10.2.0.1", "02:00:00:00:00:01" };
    with_legs(&s.plant, panel, 3);
    with_legs(&s.plant, plc, 2);
    with_legs(&s.plant, router, 3);
    with_conversation(&s.plant, "02:00:00:00:00:01", "02:00:00:00:00:10", 2054, "arp");
    with_conversation(&s.plant, "02:00:00:00:00:09", "02:00:00:00:00:10", 34962, "profinet");

    look(&s);
    assert_int_equal(s.passages.rows.items[0].state, PASSAGE_not_judged);
    assert_int_equal(s.passages.rows.items[1].state, PASSAGE_not_allowed);
    leave(&s);
}

static void the_map_counts_assets_by_zone_and_class_and_those_outside_the_register(void **state)
{
    (void)state;
    struct scene s;
    small_plant(&s.plant);
    with_zone(&s.plant, "cell", "10.2.0.0/16");
    with_asset(&s.plant, "10.2.0.1", ASSET_ot);
    with_asset(&s.plant, "10.2.0.2", ASSET_network);
    with_asset(&s.plant, "10.9.0.2", ASSET_it);
    with_registered(&s.plant, "10.2.0.1", "plc");

    look(&s);
    assert_int_equal(s.map.zones.count, 2);
    assert_int_equal(s.map.zones.items[0].assets, 2);
    assert_int_equal(s.map.zones.items[0].by_class[ASSET_ot], 1);
    assert_int_equal(s.map.zones.items[0].unregistered, 1);
    assert_null(s.map.zones.items[1].zone);
    assert_int_equal(s.map.zones.items[1].assets, 1);
    leave(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_outrank_prefixes_and_the_narrowest_prefix_wins),
        cmocka_unit_test(an_address_in_two_sibling_zones_is_in_none_and_both_are_named),
        cmocka_unit_test(a_narrower_zone_settles_what_two_wider_ones_dispute),
        cmocka_unit_test(of_a_zone_and_its_child_with_the_same_prefix_the_child_wins),
        cmocka_unit_test(a_zone_inside_itself_and_a_conduit_to_nowhere_are_complained_about),
        cmocka_unit_test(without_a_conduit_nothing_crosses),
        cmocka_unit_test(a_conduit_lets_through_what_it_lists_and_no_other_access),
        cmocka_unit_test(two_conduits_together_may_let_through_what_neither_does_alone),
        cmocka_unit_test(another_service_or_the_other_direction_is_not_let_through),
        cmocka_unit_test(an_icmp_report_passes_with_what_it_reports_on_and_a_ping_does_not),
        cmocka_unit_test(a_conduit_counts_up_to_the_day_before_it_expires),
        cmocka_unit_test(a_conduit_of_a_zone_serves_the_zones_inside_it),
        cmocka_unit_test(groups_and_link_local_frames_are_not_judged_and_strangers_are_in_no_zone),
        cmocka_unit_test(a_card_is_in_its_asset_s_zone_unless_that_has_legs_in_several),
        cmocka_unit_test(the_map_counts_assets_by_zone_and_class_and_those_outside_the_register),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
