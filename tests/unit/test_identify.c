#include "identify/identify.h"

#include "identify/rule.h"
#include "identify/words.h"
#include "observe.h"

static const struct asset *only(struct observed *o, struct assets *assets, const char *address)
{
    struct address a = at(address);

    identify(o, assets);
    const struct asset *asset = assets_at(assets, &a);
    assert_non_null(asset);
    return asset;
}

static void end(struct observed *o, struct assets *assets)
{
    assets_finish(assets);
    observed_finish(o);
}

static void assert_text(struct text t, const char *expected)
{
    assert_int_equal(t.length, strlen(expected));
    assert_memory_equal(t.at, expected, t.length);
}

static void the_better_source_is_shown_and_the_other_is_kept(void **state)
{
    (void)state;
    struct observed o;
    struct assets assets;

    observed_init(&o);
    see_binding(&o, "00:0c:29:00:00:01", "10.41.1.20", BINDING_arp);
    see_fact(&o, "10.41.1.20", FIELD_firmware, "V4.2", "http server", CONFIDENCE_BANNER);
    see_fact(&o, "10.41.1.20", FIELD_firmware, "V4.2.1", "s7comm 0x1c", CONFIDENCE_SELF);
    const struct asset *plc = only(&o, &assets, "10.41.1.20");
    assert_text(asset_value(plc, FIELD_firmware), "V4.2.1");
    assert_false(asset_has_conflict(plc, FIELD_firmware)); /* one only says it more exactly */
    assert_true(plc->is_virtual);
    assert_text(asset_value(plc, FIELD_device_type), "virtual machine (VMware)");
    assert_int_equal(asset_value(plc, FIELD_vendor).length, 0);
    end(&o, &assets);
}

static void well_founded_statements_that_differ_contradict_each_other(void **state)
{
    (void)state;
    struct observed o;
    struct assets assets;

    observed_init(&o);
    see_fact(&o, "10.41.1.20", FIELD_serial, "A1", "s7comm 0x1c", CONFIDENCE_SELF);
    see_fact(&o, "10.41.1.20", FIELD_serial, "B2", "lldp-med serial number", CONFIDENCE_ANNOUNCED);
    const struct asset *plc = only(&o, &assets, "10.41.1.20");
    assert_true(asset_has_conflict(plc, FIELD_serial));
    assert_text(asset_value(plc, FIELD_serial), "A1");
    end(&o, &assets);
}

static void a_part_says_nothing_of_the_device_and_contradicts_only_itself(void **state)
{
    (void)state;
    struct observed o;
    struct assets assets;

    observed_init(&o);
    see_fact(&o, "10.41.1.20", FIELD_serial, "A1", "cip Identity", CONFIDENCE_SELF);
    see_fact(&o, "10.41.1.20", FIELD_serial, "B2", "cip Identity", CONFIDENCE_SELF)->part =
        TEXT("slot 10");
    see_fact(&o, "10.41.1.20", FIELD_serial, "C3", "cip Identity", CONFIDENCE_SELF)->part =
        TEXT("slot 2");
    see_fact(&o, "10.41.1.20", FIELD_name, "pump", "cip Identity", CONFIDENCE_SELF)->part =
        TEXT("slot 2");
    const struct asset *chassis = only(&o, &assets, "10.41.1.20");
    assert_text(asset_value(chassis, FIELD_serial), "A1");
    assert_false(asset_has_conflict(chassis, FIELD_serial));
    assert_text(part_evidence(chassis, TEXT("slot 2"), FIELD_serial)->value, "C3");
    assert_text(chassis->evidence.items[1].part, "slot 2"); /* before slot 10 */
    assert_int_equal(chassis->names.count, 0);
    end(&o, &assets);
}

static struct fact *see_unit(struct observed *o, const char *unit, enum field field,
                             const char *value, const char *source)
{
    struct fact *f = see_fact(o, "10.41.1.20", field, value, source, CONFIDENCE_SELF);

    f->part = text_of(unit);
    return f;
}

static void the_only_modbus_unit_behind_an_address_is_the_device(void **state)
{
    (void)state;
    struct observed o;
    struct assets assets;

    observed_init(&o);
    see_unit(&o, "unit 1", FIELD_station, "1", "modbus unit id");
    see_unit(&o, "unit 1", FIELD_model, "M340", "modbus 43/14 object 5");
    see_unit(&o, "unit 9", FIELD_model, "other", "pcom identification");
    const struct asset *plc = only(&o, &assets, "10.41.1.20");
    assert_text(asset_value(plc, FIELD_model), "M340");
    assert_text(part_evidence(plc, TEXT("unit 1"), FIELD_station)->value, "1");
    assert_text(part_evidence(plc, TEXT("unit 9"), FIELD_model)->value, "other");
    end(&o, &assets);
}

static void what_one_of_several_modbus_units_says_is_not_said_of_their_gateway(void **state)
{
    (void)state;
    struct observed o;
    struct assets assets;

    observed_init(&o);
    see_unit(&o, "unit 1", FIELD_model, "M340", "modbus 43/14 object 5");
    see_unit(&o, "unit 2", FIELD_station, "2", "modbus unit id");
    const struct asset *gateway = only(&o, &assets, "10.41.1.20");
    assert_text(asset_value(gateway, FIELD_model), "");
    assert_text(part_evidence(gateway, TEXT("unit 1"), FIELD_model)->value, "M340");
    end(&o, &assets);
}

static void the_only_unit_of_a_gateway_is_not_the_gateway(void **state)
{
    (void)state;
    struct observed o;
    struct assets assets;

    observed_init(&o);
    see_unit(&o, "unit 1", FIELD_model, "M340", "umas 02 read identity");
    see_fact(&o, "10.41.1.20", FIELD_capability, "Modbus gateway", "modbus exception of a gateway",
             CONFIDENCE_SELF);
    const struct asset *gateway = only(&o, &assets, "10.41.1.20");
    assert_text(asset_value(gateway, FIELD_model), "");
    assert_text(gateway->role.value, "gateway");
    end(&o, &assets);
}

static void one_address_that_is_two_systems_at_once_translates(void **state)
{
    (void)state;
    struct observed o;
    struct assets assets;

    observed_init(&o);
    see_talk(&o, "10.41.1.1", "10.50.0.1", "http");
    see_talk(&o, "10.41.1.2", "10.50.0.1", "http");
    see_fact(&o, "10.41.1.1", FIELD_stack, "64", "initial time to live", CONFIDENCE_STACK);
    see_fact(&o, "10.41.1.1", FIELD_stack, "128", "initial time to live", CONFIDENCE_STACK);
    see_fact(&o, "10.41.1.2", FIELD_stack, "64", "initial time to live", CONFIDENCE_STACK);
    struct fact *later =
        see_fact(&o, "10.41.1.2", FIELD_stack, "128", "initial time to live", CONFIDENCE_STACK);
    later->first = later->last = 2 * OBSERVED_AT; /* the lease went to another */
    const struct asset *gateway = only(&o, &assets, "10.41.1.1");
    assert_text(asset_value(gateway, FIELD_capability), "address translation");
    assert_text(gateway->role.value, "nat gateway");
    assert_null(asset_evidence(gateway, FIELD_stack));
    struct address other = at("10.41.1.2");
    assert_null(asset_evidence(assets_at(&assets, &other), FIELD_capability));
    end(&o, &assets);
}

static void who_answers_hart_is_an_instrument(void **state)
{
    (void)state;
    struct observed o;
    struct assets assets;

    observed_init(&o);
    see_talk(&o, "10.41.1.1", "10.41.1.20", "hart-ip");
    const struct asset *transmitter = only(&o, &assets, "10.41.1.20");
    assert_text(transmitter->role.value, "io device");
    assert_text(transmitter->level.value, "0");
    end(&o, &assets);
}

static void a_network_cards_maker_contradicts_nobody(void **state)
{
    (void)state;
    struct observed o;
    struct assets assets;

    observed_init(&o);
    see_binding(&o, "00:80:63:00:00:01", "10.41.1.20", BINDING_arp);
    see_fact(&o, "10.41.1.20", FIELD_vendor, "Siemens", "s7comm", CONFIDENCE_SELF);
    const struct asset *plc = only(&o, &assets, "10.41.1.20");
    assert_text(asset_value(plc, FIELD_vendor), "Siemens");
    assert_false(asset_has_conflict(plc, FIELD_vendor));
    assert_int_equal(plc->evidence.count, 2);
    end(&o, &assets);
}

static void the_same_statement_from_two_captures_is_one(void **state)
{
    (void)state;
    struct observed o;
    struct assets assets;

    observed_init(&o);
    struct fact *later = see_fact(&o, "10.41.1.20", FIELD_name, "press", "lldp system name", 90);
    later->capture = 1;
    later->first = later->last = 2 * OBSERVED_AT;
    see_fact(&o, "10.41.1.20", FIELD_name, "press", "lldp system name", 90)->first_frame = 77;
    const struct asset *plc = only(&o, &assets, "10.41.1.20");
    assert_int_equal(plc->evidence.count, 1);
    assert_int_equal(plc->evidence.items[0].count, 2);
    assert_int_equal(plc->evidence.items[0].capture, 0);
    assert_int_equal(plc->evidence.items[0].frame, 77);
    assert_true(plc->first == OBSERVED_AT && plc->last == 2 * OBSERVED_AT);
    assert_int_equal(plc->names.count, 1);
    end(&o, &assets);
}

static void the_later_of_two_equal_statements_is_shown(void **state)
{
    (void)state;
    struct observed o;
    struct assets assets;

    observed_init(&o);
    see_fact(&o, "10.41.1.20", FIELD_firmware, "V5.0", "s7comm 0x1c", CONFIDENCE_SELF)->last =
        OBSERVED_AT + 1;
    see_fact(&o, "10.41.1.20", FIELD_firmware, "V4.9", "s7comm 0x1c", CONFIDENCE_SELF)->count = 9;
    assert_text(asset_value(only(&o, &assets, "10.41.1.20"), FIELD_firmware), "V5.0");
    end(&o, &assets);
}

static void who_loads_programs_is_an_engineering_station_and_says_why(void **state)
{
    (void)state;
    struct observed o;
    struct assets assets;

    observed_init(&o);
    struct conversation *c = see_talk(&o, "10.41.0.5", "10.41.0.12", "s7comm");
    see_operation(c, "request download", CLASS_prog_down);
    see_operation(c, "plc stop", CLASS_stop);
    const struct asset *station = only(&o, &assets, "10.41.0.5");
    assert_text(station->role.value, "engineering station");
    assert_text(station->role.reason, "engineering station because it issued request download over "
                                      "s7comm to 10.41.0.12");
    assert_text(station->level.value, "2");
    assert_int_equal(station->class, ASSET_ot);
    assert_true(station->judgements.count >= 2); /* stopping is a reason of its own */
    struct address plc = at("10.41.0.12");
    assert_text(assets_at(&assets, &plc)->role.value, "plc");
    end(&o, &assets);
}

static void who_only_reads_one_controller_is_an_operator_panel(void **state)
{
    (void)state;
    struct observed o;
    struct assets assets;

    observed_init(&o);
    see_operation(see_talk(&o, "10.41.0.10", "10.41.0.20", "modbus"), "read coils", CLASS_read);
    const struct asset *panel = only(&o, &assets, "10.41.0.10");
    assert_text(panel->role.value, "hmi");
    end(&o, &assets);
}

static void who_reads_many_controllers_is_a_scada_server(void **state)
{
    (void)state;
    struct observed o;
    struct assets assets;

    observed_init(&o);
    see_operation(see_talk(&o, "10.41.0.10", "10.41.0.20", "modbus"), "read coils", CLASS_read);
    see_operation(see_talk(&o, "10.41.0.10", "10.41.0.21", "modbus"), "read coils", CLASS_read);
    see_operation(see_talk(&o, "10.41.0.10", "10.41.0.22", "dnp3"), "read", CLASS_read);
    const struct asset *server = only(&o, &assets, "10.41.0.10");
    assert_text(server->role.value, "scada server");
    assert_text(server->role.reason, "scada server because it issued read coils and read over dnp3 "
                                     "to 10.41.0.20, 10.41.0.21 and 10.41.0.22");
    end(&o, &assets);
}

static void who_polls_a_controller_and_offers_it_over_opc_is_a_gateway(void **state)
{
    (void)state;
    struct observed o;
    struct assets assets;

    observed_init(&o);
    see_operation(see_talk(&o, "10.42.0.30", "10.42.0.11", "modbus"), "read", CLASS_read);
    see_talk(&o, "10.30.0.10", "10.42.0.30", "opcua");
    const struct asset *gateway = only(&o, &assets, "10.42.0.30");
    assert_text(gateway->role.value, "gateway");
    end(&o, &assets);
}

static void a_declaration_outranks_behaviour(void **state)
{
    (void)state;
    struct observed o;
    struct assets assets;

    observed_init(&o);
    see_operation(see_talk(&o, "10.41.0.10", "10.41.0.20", "modbus"), "read coils", CLASS_read);
    see_fact(&o, "10.41.0.10", FIELD_device_type, "Programmable Logic Controller", "cip identity",
             CONFIDENCE_SELF);
    const struct asset *plc = only(&o, &assets, "10.41.0.10");
    assert_text(plc->role.value, "plc");
    assert_text(plc->level.value, "1");
    end(&o, &assets);
}

static void a_rule_is_never_surer_than_its_evidence(void **state)
{
    (void)state;
    struct observed o;
    struct assets assets;

    observed_init(&o);
    see_fact(&o, "10.41.0.40", FIELD_description, "NPort 5110 console", "telnet greeting",
             CONFIDENCE_BANNER);
    const struct asset *gateway = only(&o, &assets, "10.41.0.40");
    assert_text(gateway->role.value, "gateway");
    assert_int_equal(gateway->role.confidence, CONFIDENCE_BANNER);
    end(&o, &assets);
}

static void a_refused_program_load_makes_no_controller(void **state)
{
    (void)state;
    struct observed o;
    struct assets assets;

    observed_init(&o);
    struct conversation *c = see_talk(&o, "10.41.0.5", "10.41.0.12", "s7comm");
    see_operation(c, "request download", CLASS_prog_down);
    c->operations.items[0].errors = c->operations.items[0].responses;
    const struct asset *server = only(&o, &assets, "10.41.0.12");
    for (ARRAY_EACH(const struct judgement, j, &server->judgements))
        assert_false(text_is(j->rule, "receives_programs"));
    end(&o, &assets);
}

static void a_public_address_behind_the_router_is_outside(void **state)
{
    (void)state;
    struct observed o;
    struct assets assets;

    observed_init(&o);
    see_talk(&o, "10.41.0.5", "8.8.8.8", "dns");
    see_binding(&o, "00:80:63:00:00:01", "8.8.8.8", BINDING_source);
    see_binding(&o, "00:80:63:00:00:01", "10.42.0.9", BINDING_source);
    const struct asset *outside = only(&o, &assets, "8.8.8.8");
    assert_text(outside->role.value, "external");
    assert_text(outside->level.value, "5");
    end(&o, &assets);
}

static void a_public_address_on_a_card_of_our_own_is_inside(void **state)
{
    (void)state;
    struct observed o;
    struct assets assets;

    observed_init(&o);
    see_binding(&o, "00:1b:1b:00:00:14", "8.8.8.8", BINDING_arp);
    const struct asset *inside = only(&o, &assets, "8.8.8.8");
    assert_string_not_equal(text_string(inside->role.value, &assets.text), "external");
    end(&o, &assets);
}

static void who_was_given_as_gateway_is_a_router(void **state)
{
    (void)state;
    struct observed o;
    struct assets assets;

    observed_init(&o);
    see_binding(&o, "00:80:63:00:00:01", "10.41.0.1", BINDING_arp);
    see_fact(&o, "00:1b:1b:00:00:09", FIELD_gateway, "10.41.0.1", "dhcp option 3", 60);
    const struct asset *router = only(&o, &assets, "10.41.0.1");
    assert_text(router->role.value, "router");
    assert_int_equal(router->class, ASSET_network);
    end(&o, &assets);
}

static void what_nothing_is_known_of_stays_unknown(void **state)
{
    (void)state;
    struct observed o;
    struct assets assets;

    observed_init(&o);
    see_talk(&o, "10.41.0.5", "10.41.0.6", "unknown");
    const struct asset *nobody = only(&o, &assets, "10.41.0.5");
    assert_text(nobody->role.value, "unknown");
    assert_int_equal(nobody->class, ASSET_unknown);
    assert_int_equal(nobody->level.value.length, 0);
    assert_int_equal(nobody->role.confidence, 0);
    end(&o, &assets);
}

static void a_word_inside_another_is_not_mentioned(void **state)
{
    (void)state;
    assert_false(words_mentioned("rtu", TEXT("a virtual machine")));
    assert_true(words_mentioned("hmi, rtu", TEXT("SCADAPack RTU/32")));
    assert_true(words_mentioned("6ES7 21*", TEXT("6ES7 214-1AG40-0XB0")));
    assert_false(words_mentioned("6ES7 21", TEXT("6ES7 214-1AG40-0XB0")));
}

static void every_rule_is_complete(void **state)
{
    (void)state;

    for (const struct rule *rule = rules; rule->id; rule++) {
        assert_true(rule->confidence > 0 && rule->confidence <= CONFIDENCE_SELF);
        assert_true(rule->conditions[0].kind != CONDITION_none);
        assert_true(*rule->role || *rule->level || rule->class != ASSET_unknown);
        for (const struct rule *other = rules; other < rule; other++)
            assert_string_not_equal(other->id, rule->id);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_better_source_is_shown_and_the_other_is_kept),
        cmocka_unit_test(well_founded_statements_that_differ_contradict_each_other),
        cmocka_unit_test(a_part_says_nothing_of_the_device_and_contradicts_only_itself),
        cmocka_unit_test(the_only_modbus_unit_behind_an_address_is_the_device),
        cmocka_unit_test(what_one_of_several_modbus_units_says_is_not_said_of_their_gateway),
        cmocka_unit_test(the_only_unit_of_a_gateway_is_not_the_gateway),
        cmocka_unit_test(one_address_that_is_two_systems_at_once_translates),
        cmocka_unit_test(who_answers_hart_is_an_instrument),
        cmocka_unit_test(a_network_cards_maker_contradicts_nobody),
        cmocka_unit_test(the_same_statement_from_two_captures_is_one),
        cmocka_unit_test(the_later_of_two_equal_statements_is_shown),
        cmocka_unit_test(who_loads_programs_is_an_engineering_station_and_says_why),
        cmocka_unit_test(who_only_reads_one_controller_is_an_operator_panel),
        cmocka_unit_test(who_reads_many_controllers_is_a_scada_server),
        cmocka_unit_test(who_polls_a_controller_and_offers_it_over_opc_is_a_gateway),
        cmocka_unit_test(a_declaration_outranks_behaviour),
        cmocka_unit_test(a_rule_is_never_surer_than_its_evidence),
        cmocka_unit_test(a_refused_program_load_makes_no_controller),
        cmocka_unit_test(a_public_address_behind_the_router_is_outside),
        cmocka_unit_test(a_public_address_on_a_card_of_our_own_is_inside),
        cmocka_unit_test(who_was_given_as_gateway_is_a_router),
        cmocka_unit_test(what_nothing_is_known_of_stays_unknown),
        cmocka_unit_test(a_word_inside_another_is_not_mentioned),
        cmocka_unit_test(every_rule_is_complete),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
