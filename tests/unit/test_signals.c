#include "assess/assessment.h"

#include <string.h>

#include "small_plant.h"
#include "unit.h"

/* Enterprise, DMZ, two cells and a safety zone, with one asset each. */
struct site {
    struct plant plant;
    struct requirements requirements;
    struct assessment figures;
    bool judged;
};

static int begin(void **state)
{
    static struct site site;

    site = (struct site){ 0 };
    small_plant(&site.plant);
    with_zone(&site.plant, "enterprise", "10.10.0.0/16")->business = true;
    with_zone(&site.plant, "dmz", "10.20.0.0/16")->level = TEXT("3.5");
    with_zone(&site.plant, "cell-a", "10.41.0.0/16")->level = TEXT("1");
    with_zone(&site.plant, "cell-b", "10.42.0.0/16")->level = TEXT("1");
    with_zone(&site.plant, "safety", "10.50.0.0/16")->safety = true;
    *state = &site;
    return 0;
}

static void forget(struct site *s)
{
    if (s->judged)
        assessment_finish(&s->figures);
    s->judged = false;
}

static int end(void **state)
{
    struct site *s = *state;

    forget(s);
    plant_finish(&s->plant);
    return 0;
}

static const struct signal_result *result_of(struct site *s, const char *id)
{
    forget(s);
    assessment_make(&s->figures, &s->plant, &s->requirements);
    s->judged = true;
    const struct signal_result *r = signals_find(&s->figures.signals, text_of(id));
    assert_non_null(r);
    return r;
}

static void assert_says(struct site *s, const char *id, enum signal_state state, uint32_t found)
{
    const struct signal_result *r = result_of(s, id);

    assert_int_equal(r->state, state);
    assert_int_equal(r->found, found);
    assert_true(r->sentence.length > 0);
}

static void a_plant_without_traffic_gives_no_news_and_no_good_news(void **state)
{
    struct site *s = *state;

    result_of(s, "conduits-hold");
    for (ARRAY_EACH(const struct signal_result, r, &s->figures.signals.results))
        if (strcmp(r->signal->id, "inventory-stale") != 0)
            assert_int_equal(r->state, SIGNAL_no_data);
}

static void traffic_between_cells_without_a_conduit_speaks_and_with_one_speaks_well(void **state)
{
    struct site *s = *state;
    struct conversation *c =
        with_conversation(&s->plant, "10.42.0.20", "10.41.0.11", 502, "modbus");
    with_operation(c, "write", CLASS_write);
    with_registered(&s->plant, "10.42.0.20", "hmi-b");

    const struct signal_result *r = result_of(s, "crossing-without-conduit");
    assert_int_equal(r->found, 1);
    assert_int_equal(r->rows.items[0].severity, SEVERITY_high);
    assert_true(
        text_is(r->rows.items[0].sentence,
                "hmi-b (10.42.0.20) reaches 10.41.0.11 with modbus on tcp port 502 (write), "
                "from "
                "zone \"cell-b\" to zone \"cell-a\". No conduit leads from zone \"cell-b\" "
                "to zone \"cell-a\"."));
    assert_true(text_is(r->sentence, "1 conversation crosses zones without a conduit."));
    assert_int_equal(r->rows.items[0].frame, 1);
    assert_says(s, "conduits-hold", SIGNAL_no_data, 0);

    with_service(with_conduit(&s->plant, "cell-b", "cell-a"), "modbus", 0);
    assert_says(s, "crossing-without-conduit", SIGNAL_clear, 0);
    assert_says(s, "conduits-hold", SIGNAL_found, 1);
}

static void training_that_is_on_record_speaks_well_and_that_is_missing_against(void **state)
{
    struct site *s = *state;
    struct program *p = &s->plant.program;

    *array_add(&p->people) = (struct person){ .id = TEXT("PE-1"),
                                              .name = TEXT("A. Fitter"),
                                              .function = TEXT("Fitter") };
    *array_add(&p->competences) =
        (struct competence){ TEXT("Fitter"), TEXT("Awareness"), TEXT("aware"), 0 };
    *array_add(&p->competences) =
        (struct competence){ TEXT("Fitter"), TEXT("Lock-out"), TEXT("expert"), 0 };
    *array_add(&p->trainings) = (struct training){ .person = TEXT("PE-1"),
                                                   .topic = TEXT("Awareness"),
                                                   .level = TEXT("aware"),
                                                   .completed = day("2026-01-01") };
    assert_says(s, "awareness-current", SIGNAL_found, 1);
    assert_says(s, "awareness-lapsed", SIGNAL_clear, 0);
    assert_says(s, "competence-current", SIGNAL_clear, 0);
    const struct signal_result *r = result_of(s, "competence-lapsed");
    assert_int_equal(r->found, 1);
    assert_true(text_is(r->rows.items[0].sentence,
                        "A. Fitter, Fitter: training in \"Lock-out\" is not on record."));
}

static void a_connection_that_was_tried_in_vain_is_only_a_note(void **state)
{
    struct site *s = *state;
    with_conversation(&s->plant, "10.42.0.20", "10.41.0.11", 502, "modbus")->established = false;

    const struct signal_result *r = result_of(s, "crossing-without-conduit");
    assert_int_equal(r->state, SIGNAL_clear);
    assert_int_equal(r->rows.count, 1);
    assert_true(text_contains(r->rows.items[0].sentence, "tried in vain"));
}

static void
business_or_the_internet_in_the_control_system_is_named_even_with_a_conduit(void **state)
{
    struct site *s = *state;
    with_conversation(&s->plant, "10.10.0.21", "10.41.0.11", 80, "http");
    with_conversation(&s->plant, "10.41.0.11", "198.51.100.7", 443, "tls");
    with_service(with_conduit(&s->plant, "enterprise", "cell-a"), "http", 0);

    const struct signal_result *r = result_of(s, "outside-direct");
    assert_int_equal(r->found, 2);
    assert_true(text_contains(r->rows.items[0].sentence, "though a conduit lets it through"));
    assert_true(text_contains(r->rows.items[1].sentence, "outside networks"));
}

static void meeting_in_the_dmz_shows_separation_until_something_passes_it_by(void **state)
{
    struct site *s = *state;
    with_conversation(&s->plant, "10.10.0.21", "10.20.0.20", 443, "tls");
    assert_says(s, "dmz-between", SIGNAL_found, 1);

    with_conversation(&s->plant, "10.10.0.21", "10.41.0.11", 80, "http");
    assert_says(s, "dmz-between", SIGNAL_clear, 0);
}

static void safety_is_isolated_until_it_is_reached_without_a_conduit(void **state)
{
    struct site *s = *state;
    with_conversation(&s->plant, "10.50.0.30", "10.50.0.11", 502, "modbus");
    assert_says(s, "safety-isolated", SIGNAL_found, 1);
    assert_says(s, "safety-reached", SIGNAL_clear, 0);

    with_conversation(&s->plant, "10.41.0.11", "10.50.0.11", 502, "modbus");
    assert_says(s, "safety-isolated", SIGNAL_clear, 0);
    assert_says(s, "safety-reached", SIGNAL_found, 1);
}

static void telnet_speaks_by_name_or_by_port_but_ssh_does_not(void **state)
{
    struct site *s = *state;
    with_conversation(&s->plant, "10.41.0.20", "10.41.0.2", 22, "ssh");
    assert_says(s, "clear-text-service", SIGNAL_clear, 0);

    with_conversation(&s->plant, "10.41.0.20", "10.41.0.2", 23, "unknown");
    with_conversation(&s->plant, "10.41.0.20", "10.41.0.3", 2323, "telnet");
    with_conversation(&s->plant, "10.10.0.20", "10.10.0.3", 23, "telnet"); /* business only */
    const struct signal_result *r = result_of(s, "clear-text-service");
    assert_int_equal(r->found, 2);
    struct address server = at_address("10.41.0.2");
    assert_true(address_equal(&r->rows.items[0].about, &server));
}

static void plain_http_speaks_when_it_carries_credentials(void **state)
{
    struct site *s = *state;
    struct conversation *c = with_conversation(&s->plant, "10.10.0.21", "10.41.0.2", 80, "http");
    with_operation(c, "GET", CLASS_read);
    assert_says(s, "clear-text-service", SIGNAL_clear, 0);
    with_operation(&s->plant.observed.conversations.items[0], "10", CLASS_auth);
    assert_says(s, "clear-text-service", SIGNAL_found, 1);
}

static void a_directory_speaks_when_a_log_in_shows_its_password(void **state)
{
    struct site *s = *state;
    struct conversation *c = with_conversation(&s->plant, "10.10.0.21", "10.41.0.2", 389, "ldap");
    with_operation(c, "0/3", CLASS_auth); /* SASL */
    assert_says(s, "clear-text-service", SIGNAL_clear, 0);
    with_operation(&s->plant.observed.conversations.items[0], "0/0", CLASS_auth);
    assert_says(s, "clear-text-service", SIGNAL_found, 1);
}

static void a_shell_over_ws_management_is_remote_access(void **state)
{
    struct site *s = *state;
    struct conversation *c = with_conversation(&s->plant, "10.10.0.21", "10.41.0.2", 5985, "http");
    with_operation(c, "3", CLASS_write);
    assert_int_equal(result_of(s, "remote-direct")->found, 0);
    with_operation(&s->plant.observed.conversations.items[0], "4/1", CLASS_auth)->protocol =
        TEXT("wsman");
    assert_int_equal(result_of(s, "remote-direct")->found, 1);
}

static void
an_opcua_endpoint_without_security_speaks_and_a_channel_to_find_out_does_not(void **state)
{
    struct site *s = *state;

    with_fact(&s->plant, "10.41.0.11", FIELD_security, "SMB guest session");
    assert_says(s, "unsecured-endpoint", SIGNAL_no_data, 0);
    with_fact(&s->plant, "10.41.0.11", FIELD_security, "OPC UA policy None");
    with_fact(&s->plant, "10.41.0.11", FIELD_security, "OPC UA offers policy None");
    with_fact(&s->plant, "10.41.0.11", FIELD_security,
              "OPC UA policy Basic256Sha256, signed, user name");
    assert_says(s, "unsecured-endpoint", SIGNAL_clear, 0);
    with_fact(&s->plant, "10.42.0.20", FIELD_security, "OPC UA offers policy None to anonymous");
    with_fact(&s->plant, "10.42.0.20", FIELD_security, "OPC UA policy None, anonymous");
    with_fact(&s->plant, "10.42.0.20", FIELD_security, "OPC UA policy None, anonymous");
    assert_says(s, "unsecured-endpoint", SIGNAL_found, 2);
}

static void a_community_as_delivered_speaks_and_a_changed_one_is_a_note(void **state)
{
    struct site *s = *state;
    with_fact(&s->plant, "10.41.0.2", FIELD_community, "h4rbour");
    assert_says(s, "default-community", SIGNAL_clear, 0);
    with_fact(&s->plant, "10.42.0.2", FIELD_community, "public");
    with_fact(&s->plant, "10.42.0.2", FIELD_community, "public"); /* in another capture */
    assert_says(s, "default-community", SIGNAL_found, 1);
}

static void an_asset_outside_the_register_speaks_unless_it_is_business(void **state)
{
    struct site *s = *state;
    with_asset(&s->plant, "10.10.0.50", ASSET_it);
    assert_says(s, "asset-unregistered", SIGNAL_no_data, 0);
    with_asset(&s->plant, "10.41.0.11", ASSET_ot);
    with_registered(&s->plant, "10.41.0.11", "plc-a1");
    assert_says(s, "asset-unregistered", SIGNAL_clear, 0);
    with_asset(&s->plant, "10.41.0.77", ASSET_it);
    const struct signal_result *r = result_of(s, "asset-unregistered");
    assert_int_equal(r->found, 1);
    assert_true(text_is(r->rows.items[0].sentence,
                        "10.41.0.77 in zone \"cell-a\" is not in the register."));
}

static void a_registered_asset_is_missed_only_after_seven_days_of_listening(void **state)
{
    struct site *s = *state;
    with_registered(&s->plant, "10.41.0.11", "plc-a1");
    assert_says(s, "registered-unseen", SIGNAL_clear, 0);
    assert_int_equal(result_of(s, "registered-unseen")->rows.count, 1);

    s->plant.observed.captures.items[0].last = second(7 * 86400);
    assert_says(s, "registered-unseen", SIGNAL_found, 1);
}

static void an_inventory_is_stale_after_thirty_days(void **state)
{
    struct site *s = *state;
    assert_says(s, "inventory-stale", SIGNAL_clear, 0);
    s->plant.today = day("2026-07-01");
    assert_says(s, "inventory-stale", SIGNAL_found, 1);
}

static void the_register_is_confirmed_when_all_of_it_was_seen(void **state)
{
    struct site *s = *state;
    with_asset(&s->plant, "10.41.0.11", ASSET_ot);
    s->plant.assets.items.items[0].last = second(100);
    with_registered(&s->plant, "10.41.0.11", "plc-a1");
    assert_says(s, "inventory-confirmed", SIGNAL_found, 1);

    with_registered(&s->plant, "10.41.0.12", "plc-a2");
    assert_says(s, "inventory-confirmed", SIGNAL_clear, 0);
}

static void a_stranger_that_writes_speaks_and_a_registered_panel_that_writes_does_not(void **state)
{
    struct site *s = *state;
    with_registered(&s->plant, "10.41.0.20", "hmi-a");
    with_operation(with_conversation(&s->plant, "10.41.0.20", "10.41.0.11", 502, "modbus"), "write",
                   CLASS_write);
    assert_says(s, "change-by-unentitled", SIGNAL_clear, 0);

    with_operation(with_conversation(&s->plant, "10.41.0.77", "10.41.0.11", 502, "modbus"), "write",
                   CLASS_write);
    const struct signal_result *r = result_of(s, "change-by-unentitled");
    assert_int_equal(r->found, 1);
    assert_true(text_contains(r->rows.items[0].sentence, "is not in the register"));
    struct address laptop = at_address("10.41.0.77");
    assert_true(address_equal(&r->rows.items[0].about, &laptop));
}

static void only_who_may_engineer_stops_a_controller_unheard(void **state)
{
    struct site *s = *state;
    with_registered(&s->plant, "10.41.0.20", "hmi-a");
    struct operation_count *stop =
        with_operation(with_conversation(&s->plant, "10.41.0.20", "10.41.0.12", 102, "s7comm"),
                       "stop", CLASS_stop);
    assert_says(s, "change-by-unentitled", SIGNAL_found, 1);

    stop->errors = stop->responses; /* the controller refused every time */
    assert_says(s, "change-by-unentitled", SIGNAL_clear, 0);
    stop->errors = 0;
    s->plant.program.registered.items[0].may_engineer = true;
    assert_says(s, "change-by-unentitled", SIGNAL_clear, 0);
}

static void engineering_wants_a_record_within_seven_days(void **state)
{
    struct site *s = *state;
    with_operation(with_conversation(&s->plant, "10.41.0.30", "10.41.0.12", 102, "s7comm"), "stop",
                   CLASS_stop);
    s->plant.today = day("2026-06-07");
    assert_says(s, "change-without-record", SIGNAL_clear, 0);
    s->plant.today = day("2026-06-08");
    assert_says(s, "change-without-record", SIGNAL_found, 1);

    with_evidence(&s->plant, "CM 1.4", 3)->collected = day("2026-06-03");
    assert_says(s, "change-without-record", SIGNAL_clear, 0);
}

static void clocks_are_judged_once_an_hour_was_listened_to(void **state)
{
    struct site *s = *state;
    with_asset(&s->plant, "10.41.0.11", ASSET_ot);
    with_asset(&s->plant, "10.41.0.12", ASSET_ot);
    with_registered(&s->plant, "10.41.0.11", "plc-a1");
    with_registered(&s->plant, "10.41.0.12", "plc-a2");
    with_conversation(&s->plant, "10.41.0.11", "10.20.0.5", 123, "ntp");
    assert_says(s, "time-sync-missing", SIGNAL_found, 1);
    assert_says(s, "time-sync-seen", SIGNAL_clear, 0);

    s->plant.observed.captures.items[0].last = second(3599);
    assert_says(s, "time-sync-missing", SIGNAL_no_data, 0);
    with_conversation(&s->plant, "10.41.0.12", "10.20.0.5", 123, "ntp");
    assert_says(s, "time-sync-seen", SIGNAL_found, 2);
}

static void one_transfer_is_no_backup_job_but_a_second_one_is(void **state)
{
    struct site *s = *state;
    with_registered(&s->plant, "10.10.0.10", "file server")->role = TEXT("file server");
    struct operation_count *store = with_operation(
        with_conversation(&s->plant, "10.41.0.20", "10.10.0.10", 21, "ftp"), "STOR", CLASS_file);
    store->requests = 1;
    assert_says(s, "backup-seen", SIGNAL_clear, 0);
    with_capture(&s->plant, second(0), second(3600)); /* the same transfer at another tap */
    with_conversation(&s->plant, "10.41.0.20", "10.10.0.10", 21, "ftp")->capture = 1;
    assert_says(s, "backup-seen", SIGNAL_clear, 0);
    store = s->plant.observed.conversations.items[0].operations.items;
    store->requests = 2;
    assert_says(s, "backup-seen", SIGNAL_found, 1);
}

static void a_jump_host_counts_when_it_is_reached_encrypted_and_goes_on(void **state)
{
    struct site *s = *state;
    with_conversation(&s->plant, "10.10.0.21", "10.20.0.10", 22, "ssh");
    assert_says(s, "remote-through-jump", SIGNAL_clear, 0);
    assert_says(s, "remote-direct", SIGNAL_clear, 0);

    with_conversation(&s->plant, "10.20.0.10", "10.41.0.20", 3389, "rdp");
    assert_says(s, "remote-through-jump", SIGNAL_found, 1);
    with_conversation(&s->plant, "10.10.0.21", "10.41.0.20", 3389, "rdp");
    assert_says(s, "remote-direct", SIGNAL_found, 1);
}

static void with_binding(struct plant *p, const char *mac, const char *ip)
{
    struct binding *b = array_add(&p->observed.bindings);

    *b = (struct binding){ .mac = at_address(mac), .ip = at_address(ip), .how = BINDING_arp };
}

static void one_address_at_two_cards_is_one_row_however_often_it_was_seen(void **state)
{
    struct site *s = *state;
    with_binding(&s->plant, "02:00:00:00:00:01", "10.41.0.11");
    assert_says(s, "address-claimed-twice", SIGNAL_clear, 0);
    with_binding(&s->plant, "02:00:00:00:00:02", "10.41.0.11");
    with_binding(&s->plant, "02:00:00:00:00:02", "10.41.0.11");
    assert_says(s, "address-claimed-twice", SIGNAL_found, 1);
}

static void a_remote_access_tool_speaks_once_however_it_shows_and_not_for_the_business(void **state)
{
    struct site *s = *state;
    with_conversation(&s->plant, "10.41.0.11", "10.42.0.20", 502, "modbus");
    assert_says(s, "remote-access-tool", SIGNAL_clear, 0);
    with_fact(&s->plant, "10.10.0.5", FIELD_remote_access, "TeamViewer");
    assert_says(s, "remote-access-tool", SIGNAL_clear, 0);
    with_fact(&s->plant, "10.41.0.11", FIELD_remote_access, "TeamViewer");
    with_fact(&s->plant, "10.41.0.11", FIELD_contact, "teamviewer.com");
    with_fact(&s->plant, "10.41.0.11", FIELD_contact, "siemens.com");
    assert_says(s, "remote-access-tool", SIGNAL_found, 1);
    with_conversation(&s->plant, "10.42.0.20", "203.0.113.7", 1194, "openvpn");
    assert_says(s, "remote-access-tool", SIGNAL_found, 2);
}

static void what_looks_like_an_attack_speaks_and_a_weakness_is_a_note(void **state)
{
    struct site *s = *state;
    with_conversation(&s->plant, "10.41.0.11", "10.42.0.20", 8888, "unknown");
    assert_says(s, "risky-traffic", SIGNAL_clear, 0);
    with_fact(&s->plant, "10.41.0.11", FIELD_risk, "obsolete TLS");
    assert_says(s, "risky-traffic", SIGNAL_clear, 0);
    with_fact(&s->plant, "10.41.0.11", FIELD_risk, "possible exploit");
    with_fact(&s->plant, "10.41.0.11", FIELD_risk, "possible exploit");
    assert_says(s, "risky-traffic", SIGNAL_found, 1);
}

#define AT_SITE(test) cmocka_unit_test_setup_teardown(test, begin, end)

/* The small plant's capture as a run of an interface that was heard whole. */
static struct capture *listen_live(struct site *s)
{
    struct capture *c = &s->plant.observed.captures.items[0];

    c->packets = 9990;
    c->live = (struct listening){ .interface = TEXT("eth1"), .from = c->first, .to = c->last };
    return c;
}

static void lost_packets_speak_from_one_in_a_thousand_on(void **state)
{
    struct site *s = *state;
    assert_says(s, "sensor-lost-packets", SIGNAL_no_data, 0);
    struct capture *c = listen_live(s);
    assert_says(s, "sensor-lost-packets", SIGNAL_clear, 0);

    c->live.dropped = 5;
    assert_says(s, "sensor-lost-packets", SIGNAL_clear, 0);
    assert_int_equal(result_of(s, "sensor-lost-packets")->rows.count, 1);
    c->live.missed = 5;
    const struct signal_result *r = result_of(s, "sensor-lost-packets");
    assert_int_equal(r->found, 1);
    assert_true(text_is(r->rows.items[0].sentence,
                        "On eth1 10 of 10000 packets (0.10 %) were lost: 5 found no room in the "
                        "kernel, 5 in the network card."));
}

static void an_hour_without_listening_speaks_and_is_forgotten_after_thirty_days(void **state)
{
    struct site *s = *state;
    struct capture *c = listen_live(s);
    c->live.gap = 40 * 60 * 1000000LL;
    assert_says(s, "sensor-lost-packets", SIGNAL_clear, 0);
    c->live.down = 25 * 60 * 1000000LL;
    const struct signal_result *r = result_of(s, "sensor-lost-packets");
    assert_int_equal(r->found, 1);
    assert_true(text_contains(r->rows.items[0].sentence, "nobody listened for 40 minutes"));
    assert_true(text_contains(r->rows.items[0].sentence, "for 25 minutes of it"));

    s->plant.today = day("2026-07-01");
    assert_says(s, "sensor-lost-packets", SIGNAL_clear, 0);
}

static void what_was_lost_takes_their_word_from_signals_that_rest_on_absence(void **state)
{
    struct site *s = *state;
    struct capture *c = listen_live(s);
    with_conversation(&s->plant, "10.10.0.21", "10.20.0.20", 443, "tls");
    with_conversation(&s->plant, "10.50.0.30", "10.50.0.11", 502, "modbus");
    with_conversation(&s->plant, "10.42.0.20", "10.41.0.11", 502, "modbus");
    with_service(with_conduit(&s->plant, "cell-b", "cell-a"), "modbus", 0);
    with_service(with_conduit(&s->plant, "enterprise", "dmz"), "tls", 0);
    with_registered(&s->plant, "10.41.0.99", "plc-a9");
    c->last = second(7 * 86400);
    s->plant.today = day("2026-06-08");
    assert_says(s, "dmz-between", SIGNAL_found, 1);
    assert_says(s, "safety-isolated", SIGNAL_found, 1);
    assert_says(s, "conduits-hold", SIGNAL_found, 2);
    assert_says(s, "registered-unseen", SIGNAL_found, 1);

    c->live.dropped = 100;
    assert_says(s, "dmz-between", SIGNAL_clear, 0);
    assert_says(s, "safety-isolated", SIGNAL_clear, 0);
    assert_says(s, "conduits-hold", SIGNAL_clear, 0);
    assert_says(s, "registered-unseen", SIGNAL_clear, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AT_SITE(a_plant_without_traffic_gives_no_news_and_no_good_news),
        AT_SITE(traffic_between_cells_without_a_conduit_speaks_and_with_one_speaks_well),
        AT_SITE(training_that_is_on_record_speaks_well_and_that_is_missing_against),
        AT_SITE(a_connection_that_was_tried_in_vain_is_only_a_note),
        AT_SITE(business_or_the_internet_in_the_control_system_is_named_even_with_a_conduit),
        AT_SITE(meeting_in_the_dmz_shows_separation_until_something_passes_it_by),
        AT_SITE(safety_is_isolated_until_it_is_reached_without_a_conduit),
        AT_SITE(telnet_speaks_by_name_or_by_port_but_ssh_does_not),
        AT_SITE(plain_http_speaks_when_it_carries_credentials),
        AT_SITE(a_shell_over_ws_management_is_remote_access),
        AT_SITE(a_directory_speaks_when_a_log_in_shows_its_password),
        AT_SITE(a_community_as_delivered_speaks_and_a_changed_one_is_a_note),
        AT_SITE(an_asset_outside_the_register_speaks_unless_it_is_business),
        AT_SITE(a_registered_asset_is_missed_only_after_seven_days_of_listening),
        AT_SITE(an_inventory_is_stale_after_thirty_days),
        AT_SITE(lost_packets_speak_from_one_in_a_thousand_on),
        AT_SITE(an_hour_without_listening_speaks_and_is_forgotten_after_thirty_days),
        AT_SITE(what_was_lost_takes_their_word_from_signals_that_rest_on_absence),
        AT_SITE(the_register_is_confirmed_when_all_of_it_was_seen),
        AT_SITE(a_stranger_that_writes_speaks_and_a_registered_panel_that_writes_does_not),
        AT_SITE(only_who_may_engineer_stops_a_controller_unheard),
        AT_SITE(engineering_wants_a_record_within_seven_days),
        AT_SITE(clocks_are_judged_once_an_hour_was_listened_to),
        AT_SITE(one_transfer_is_no_backup_job_but_a_second_one_is),
        AT_SITE(a_jump_host_counts_when_it_is_reached_encrypted_and_goes_on),
        AT_SITE(an_opcua_endpoint_without_security_speaks_and_a_channel_to_find_out_does_not),
        AT_SITE(one_address_at_two_cards_is_one_row_however_often_it_was_seen),
        AT_SITE(a_remote_access_tool_speaks_once_however_it_shows_and_not_for_the_business),
        AT_SITE(what_looks_like_an_attack_speaks_and_a_weakness_is_a_note),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
