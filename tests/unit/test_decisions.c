#include "store/store.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

#include "plant_folder.h"
#include "small_plant.h"
#include "unit.h"

/* Two zones, a conduit and one row of everything else; all text is literal. */
static void decide(struct program *p)
{
    struct zone *zone;
    struct conduit *conduit;
    struct prefix prefix;

    *p = (struct program){ .plant = TEXT("Waterworks"),
                           .organisation = TEXT("City"),
                           .site = TEXT("North"),
                           .clock_observed = true };
    zone = array_add(&p->zones);
    *zone = (struct zone){ TEXT("cell-a"), TEXT("Cell A"), TEXT("plant"),
                           TEXT("pumps"),  TEXT("1"),      TEXT("Ann"),
                           true,           false,          { 1, 2, 3, 4, 0, 1, 2 },
                           { 0 },          { 0 } };
    assert_true(prefix_parse(TEXT("10.0.0.0/24"), &prefix));
    *array_add(&zone->prefixes) = prefix;
    assert_true(prefix_parse(TEXT("fd00::/64"), &prefix));
    *array_add(&zone->prefixes) = prefix;
    *array_add(&zone->members) = at_address("10.9.0.1");
    *(struct zone *)array_add(&p->zones) =
        (struct zone){ .id = TEXT("plant"), .name = TEXT("Plant"), .business = true };
    conduit = array_add(&p->conduits);
    *conduit = (struct conduit){ TEXT("c-1"),
                                 TEXT("Polling"),
                                 TEXT("plant"),
                                 TEXT("cell-a"),
                                 TEXT("Bob"),
                                 TEXT("needed"),
                                 77,
                                 { 0 } };
    *array_add(&conduit->services) = (struct service){ TEXT("modbus"), TRANSPORT_TCP, 502, 6 };
    *array_add(&conduit->services) = (struct service){ .port = 7 };
    *array_add(&p->registered) = (struct registered){
        at_address("10.0.0.9"), TEXT("P-1"), TEXT("plc"), TEXT("Ann"), true, 78, true
    };
    *array_add(&p->claims) = (struct claim){ .requirement = TEXT("NET 1.1"),
                                             .level = 3,
                                             .target = 4,
                                             .narrative = TEXT("story"),
                                             .assessor = TEXT("Eve"),
                                             .method = TEXT("interview"),
                                             .at = 79,
                                             .not_applicable = true,
                                             .reason = TEXT("none here"),
                                             .approver = TEXT("Dan") };
    *array_add(&p->evidence) = (struct evidence){ .id = TEXT("EV-007"),
                                                  .requirement = TEXT("NET 1.1"),
                                                  .level = 2,
                                                  .kind = TEXT("policy"),
                                                  .title = TEXT("Rules"),
                                                  .custodian = TEXT("Cal"),
                                                  .scope = TEXT("site"),
                                                  .link = TEXT("https://dms/1"),
                                                  .collected = 80,
                                                  .expires = 81,
                                                  .received = 85 };
    *array_add(&p->measures) = (struct measure){ .id = TEXT("CM-001"),
                                                 .title = TEXT("Guard"),
                                                 .requirement = TEXT("NET 1.1"),
                                                 .asset = at_address("10.0.0.9"),
                                                 .argument = TEXT("as good"),
                                                 .approver = TEXT("Dan"),
                                                 .exit_plan = TEXT("replace"),
                                                 .tested = 82,
                                                 .effective = true,
                                                 .expires = 83,
                                                 .renewals = 84,
                                                 .conduit = TEXT("c-1") };
    *array_add(&p->actions) = (struct action){ .id = TEXT("ACT-001"),
                                               .title = TEXT("Lock it"),
                                               .cost = 5000000000,
                                               .outage_hours = 6,
                                               .depends = TEXT("ACT-002;ACT-003") };
}

static const char program_rows[] =
    "actions|ACT-001|Lock it|||||||5000000000||6|ACT-002;ACT-003|0|||0|0|0|\n"
    "claims||NET 1.1|3|4|story|Eve|interview||79|1|none here|Dan|\n"
    "conduit|c-1|Polling|plant|cell-a|Bob|needed|77\n"
    "evidence|EV-007|NET 1.1|2|policy|Rules|Cal|site||https://dms/1|80|81|0|0|85\n"
    "measures|CM-001|Guard|NET 1.1|10.0.0.9|as good|Dan|replace|82|1|83|84|||c-1||\n"
    "register|10.0.0.9|P-1|plc|Ann|1|78|1\n"
    "service|c-1|0|modbus|tcp|502|6\n"
    "service|c-1|1||none|7|0\n"
    "setting|plant|Waterworks\n"
    "setting|organisation|City\n"
    "setting|site|North\n"
    "setting|clock|observed\n"
    "zone|cell-a|Cell A|plant|pumps|1|Ann|1|0|1|2|3|4|0|1|2\n"
    "zone|plant|Plant|||||0|1|0|0|0|0|0|0|0\n"
    "zone_member|cell-a|0|10.9.0.1\n"
    "zone_prefix|cell-a|0|10.0.0.0/24\n"
    "zone_prefix|cell-a|1|fd00::/64\n";

static void what_people_decided_comes_back_whole(void **state)
{
    struct program p, back = { 0 };
    char path[96];

    (void)state;
    decide(&p);
    assert_int_equal(store_replace_program(store, &p, &why), 0);
    assert_string_equal(dump(plant).at, program_rows);

    assert_int_equal(store_read_program(store, &back, &work, &why), 0);
    struct store *second = second_plant(path);
    assert_int_equal(store_replace_program(second, &back, &why), 0);
    assert_string_equal(dump(path).at, program_rows);
    store_close(second);
    program_finish(&back);
    program_finish(&p);
}

static void an_import_is_taken_whole_or_not_at_all(void **state)
{
    struct program p;

    (void)state;
    decide(&p);
    assert_int_equal(store_replace_program(store, &p, &why), 0);
    uint64_t before = version();
    p.claims.items[0].level = 1;
    p.conduits.items[0].to = TEXT("cell-9");
    assert_int_equal(store_replace_program(store, &p, &why), -EINVAL);
    assert_string_equal(why.what, "conduit \"c-1\" names zone \"cell-9\", which is not defined");
    assert_string_equal(dump(plant).at, program_rows);
    assert_int_equal(version(), before);
    program_finish(&p);
}

static void a_row_is_put_in_the_place_of_its_predecessor(void **state)
{
    struct program p, back = { 0 };

    (void)state;
    decide(&p);
    assert_int_equal(store_replace_program(store, &p, &why), 0);
    p.zones.items[0].prefixes.count = 1;
    p.zones.items[0].name = TEXT("Cell A'");
    p.conduits.items[0].services.count = 1;
    p.claims.items[0].level = 1;
    p.registered.items[0].owner = TEXT("Zoe");
    p.measures.items[0].renewals = 85;
    p.evidence.items[0].title = TEXT("New rules");
    assert_int_equal(store_put_zone(store, &p.zones.items[0], &why), 0);
    assert_int_equal(store_put_conduit(store, &p.conduits.items[0], &why), 0);
    assert_int_equal(store_put_entry(store, &claim_ledger, &p.claims.items[0], &why), 0);
    assert_int_equal(store_put_entry(store, &registered_ledger, &p.registered.items[0], &why), 0);
    assert_int_equal(store_put_entry(store, &measure_ledger, &p.measures.items[0], &why), 0);
    assert_int_equal(store_put_entry(store, &evidence_ledger, &p.evidence.items[0], &why), 0);

    assert_int_equal(store_read_program(store, &back, &work, &why), 0);
    assert_int_equal(back.zones.count, 2);
    assert_int_equal(back.zones.items[0].prefixes.count, 1);
    assert_true(text_is(back.zones.items[0].name, "Cell A'"));
    assert_int_equal(back.conduits.items[0].services.count, 1);
    assert_int_equal(back.claims.count, 1);
    assert_int_equal(back.claims.items[0].level, 1);
    assert_true(text_is(back.registered.items[0].owner, "Zoe"));
    assert_int_equal(back.measures.items[0].renewals, 85);
    assert_true(text_is(back.evidence.items[0].title, "New rules"));
    program_finish(&back);
    p.zones.items[0].prefixes.count = 2;
    p.conduits.items[0].services.count = 2;
    program_finish(&p);
}

static void rows_go_away_one_by_one_and_only_once(void **state)
{
    struct address address = at_address("10.0.0.9");
    struct program p;

    (void)state;
    decide(&p);
    assert_int_equal(store_replace_program(store, &p, &why), 0);
    assert_int_equal(store_remove_conduit(store, TEXT("c-1"), &why), 0);
    assert_int_equal(store_remove_zone(store, TEXT("cell-a"), &why), 0);
    assert_int_equal(store_remove_zone(store, TEXT("plant"), &why), 0);
    assert_int_equal(store_remove_entry(store, &registered_ledger,
                                        &(struct registered){ .address = address }, &why),
                     0);
    assert_int_equal(store_remove_entry(store, &claim_ledger,
                                        &(struct claim){ .requirement = TEXT("NET 1.1") }, &why),
                     0);
    assert_int_equal(store_remove_entry(store, &evidence_ledger,
                                        &(struct evidence){ .id = TEXT("EV-007") }, &why),
                     0);
    assert_int_equal(
        store_remove_entry(store, &measure_ledger, &(struct measure){ .id = TEXT("CM-001") }, &why),
        0);
    assert_int_equal(
        store_remove_entry(store, &action_ledger, &(struct action){ .id = TEXT("ACT-001") }, &why),
        0);
    assert_string_equal(dump(plant).at, "setting|plant|Waterworks\n"
                                        "setting|organisation|City\n"
                                        "setting|site|North\n"
                                        "setting|clock|observed\n");
    uint64_t before = version();
    assert_int_equal(store_remove_entry(store, &claim_ledger,
                                        &(struct claim){ .requirement = TEXT("NET 1.1") }, &why),
                     -ENOENT);
    assert_string_equal(why.what, "claim \"/NET 1.1\" is not there");
    assert_int_equal(store_remove_entry(store, &registered_ledger,
                                        &(struct registered){ .address = address }, &why),
                     -ENOENT);
    assert_string_equal(why.what, "register entry \"10.0.0.9\" is not there");
    assert_int_equal(version(), before);
    program_finish(&p);
}

static void a_zone_that_something_names_stays(void **state)
{
    struct program p;

    (void)state;
    decide(&p);
    assert_int_equal(store_replace_program(store, &p, &why), 0);
    assert_int_equal(store_remove_zone(store, TEXT("cell-a"), &why), -EINVAL);
    assert_string_equal(why.what, "zone \"cell-a\" stays: without it, conduit \"c-1\" names zone "
                                  "\"cell-a\", which is not defined");
    p.zones.items[1].parent = TEXT("cell-a"); /* whose parent it is */
    assert_int_equal(store_put_zone(store, &p.zones.items[1], &why), -EINVAL);
    assert_string_equal(why.what, "zone \"cell-a\" lies in itself through its parents");
    assert_string_equal(dump(plant).at, program_rows);
    program_finish(&p);
}

static void new_rows_get_the_next_id(void **state)
{
    struct evidence e = { .requirement = TEXT("NET 1.1"), .level = 2 };
    struct measure m = { .requirement = TEXT("NET 1.1") };
    struct evidence given = { .id = TEXT("EV-041"), .level = 1 };

    (void)state;
    assert_int_equal(store_add_entry(store, &evidence_ledger, &e, &work, &why), 0);
    assert_true(text_is(e.id, "EV-001"));
    assert_int_equal(store_put_entry(store, &evidence_ledger, &given, &why), 0);
    e.id = (struct text){ 0 };
    assert_int_equal(store_add_entry(store, &evidence_ledger, &e, &work, &why), 0);
    assert_true(text_is(e.id, "EV-042"));
    assert_int_equal(store_add_entry(store, &evidence_ledger, &e, &work, &why), -EEXIST);
    assert_int_equal(store_add_entry(store, &measure_ledger, &m, &work, &why), 0);
    assert_true(text_is(m.id, "CM-001"));
}

/* The SHA-256 of "abc".  Source: FIPS 180-4, example. */
static const char abc_digest[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

static void a_file_is_kept_under_its_digest_and_watched(void **state)
{
    struct evidence e = { .requirement = TEXT("NET 1.1"), .level = 2 };
    struct program p = { 0 };
    struct text content;

    (void)state;
    assert_int_equal(store_keep_evidence_file(store, TEXT("EV-001"), TEXT("abc"), &why), -ENOENT);
    assert_int_equal(store_add_entry(store, &evidence_ledger, &e, &work, &why), 0);
    assert_int_equal(store_keep_evidence_file(store, e.id, TEXT("abc"), &why), 0);
    assert_int_equal(store_read_evidence_file(store, text_of(abc_digest), &work, &content, &why),
                     0);
    assert_true(text_is(content, "abc"));

    assert_int_equal(store_read_program(store, &p, &work, &why), 0);
    assert_true(text_is(p.evidence.items[0].digest, abc_digest));
    store_look_up_files(store, &p);
    assert_int_equal(p.evidence.items[0].file, EVIDENCE_FILE_intact);
    const char *path = text_format(&work, "%s/evidence/%s", plant, abc_digest).at;
    assert_int_equal(file_write(path, TEXT("abd"), &why), 0);
    store_look_up_files(store, &p);
    assert_int_equal(p.evidence.items[0].file, EVIDENCE_FILE_altered);
    assert_int_equal(store_read_evidence_file(store, text_of(abc_digest), &work, &content, &why),
                     -EILSEQ);
    assert_non_null(strstr(why.what, ": changed since it was kept; its SHA-256 is "));
    unlink(path);
    store_look_up_files(store, &p);
    assert_int_equal(p.evidence.items[0].file, EVIDENCE_FILE_missing);
    program_finish(&p);
}

static void a_file_goes_with_the_last_row_that_names_it(void **state)
{
    struct evidence one = { .level = 1 }, two = { .level = 1 };

    (void)state;
    assert_int_equal(store_add_entry(store, &evidence_ledger, &one, &work, &why), 0);
    assert_int_equal(store_add_entry(store, &evidence_ledger, &two, &work, &why), 0);
    assert_int_equal(store_keep_evidence_file(store, one.id, TEXT("abc"), &why), 0);
    assert_int_equal(store_keep_evidence_file(store, two.id, TEXT("abc"), &why), 0);
    const char *path = text_format(&work, "%s/evidence/%s", plant, abc_digest).at;
    assert_int_equal(store_remove_entry(store, &evidence_ledger, &one, &why), 0);
    assert_int_equal(access(path, F_OK), 0);
    assert_int_equal(store_keep_evidence_file(store, two.id, TEXT("another"), &why), 0);
    assert_int_not_equal(access(path, F_OK), 0);
}

static void a_digest_is_never_taken_for_a_path(void **state)
{
    struct text content;

    (void)state;
    assert_int_equal(store_read_evidence_file(store, TEXT("../plant.db"), &work, &content, &why),
                     -EINVAL);
    assert_string_equal(why.what, "evidence: \"../plant.db\" is not a SHA-256 digest");
}

static void users_are_kept_found_and_removed(void **state)
{
    struct user user = { TEXT("ann"), TEXT("$argon2id$v=19$..."), 9, ROLE_auditor }, found = { 0 };
    struct users all = { 0 };

    (void)state;
    assert_int_equal(store_find_user(store, TEXT("ann"), &found, &work, &why), 0);
    assert_int_equal(store_put_user(store, &user, &why), 0);
    assert_int_equal(store_find_user(store, TEXT("ann"), &found, &work, &why), 1);
    assert_true(text_equal(found.password, user.password));
    assert_int_equal(found.created, 9);
    assert_int_equal(store_read_users(store, &all, &work, &why), 0);
    assert_int_equal(all.rows.count, 1);
    assert_int_equal(store_remove_user(store, TEXT("ann"), &why), 0);
    assert_int_equal(store_remove_user(store, TEXT("ann"), &why), -ENOENT);
    array_free(&all.rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FRESH(what_people_decided_comes_back_whole),
        FRESH(an_import_is_taken_whole_or_not_at_all),
        FRESH(a_row_is_put_in_the_place_of_its_predecessor),
        FRESH(rows_go_away_one_by_one_and_only_once),
        FRESH(a_zone_that_something_names_stays),
        FRESH(new_rows_get_the_next_id),
        FRESH(a_file_is_kept_under_its_digest_and_watched),
        FRESH(a_file_goes_with_the_last_row_that_names_it),
        FRESH(a_digest_is_never_taken_for_a_path),
        FRESH(users_are_kept_found_and_removed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
