/* The audit trail, its signatures, and what verify finds when somebody else changes a row. */
#include "store/store.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "store/document.h"
#include "store/proof.h"

#include "plant_folder.h"
#include "small_plant.h"
#include "unit.h"

/* ---- a plant with a row of nearly everything ---- */

static void decide(struct program *p, uint8_t level)
{
    struct prefix prefix;

    *p = (struct program){ .plant = TEXT("Waterworks"), .site = TEXT("North") };
    struct zone *zone = array_add(&p->zones);
    *zone = (struct zone){ .id = TEXT("cell-a"), .name = TEXT("Cell A"), .owner = TEXT("Ann") };
    assert_true(prefix_parse(TEXT("10.0.0.0/24"), &prefix));
    *array_add(&zone->prefixes) = prefix;
    *array_add(&zone->members) = at_address("10.9.0.1");
    zone = array_add(&p->zones);
    *zone = (struct zone){ .id = TEXT("plant"), .name = TEXT("Plant") };
    struct conduit *conduit = array_add(&p->conduits);
    *conduit = (struct conduit){ .id = TEXT("c-1"),
                                 .name = TEXT("Polling"),
                                 .from = TEXT("plant"),
                                 .to = TEXT("cell-a"),
                                 .reason = TEXT("needed") };
    *array_add(&conduit->services) = (struct service){ .port = 502 };
    *array_add(&p->claims) = (struct claim){ .requirement = TEXT("NET 1.1"),
                                             .level = level,
                                             .target = 3,
                                             .narrative = TEXT("She said \"no\" / 100 %"),
                                             .assessor = TEXT("Eve") };
    *array_add(&p->claims) =
        (struct claim){ .requirement = TEXT("NET 1.2"), .level = 1, .assessor = TEXT("Eve") };
}

static void put_program(uint8_t level)
{
    struct program p;

    decide(&p, level);
    assert_int_equal(store_replace_program(store, &p, &why), 0);
    program_finish(&p);
}

static void observe(void)
{
    struct observed o;
    struct conversation *c;

    observed_init(&o);
    *array_add(&o.captures) =
        (struct capture){ .path = TEXT("a.pcap"), .digest = TEXT("d1"), .packets = 3 };
    *array_add(&o.skips) = (struct skip){ 0, TEXT("too short"), 1, 2 };
    *array_add(&o.protocols) = (struct protocol_count){ .name = TEXT("modbus"), .packets = 3 };
    *array_add(&o.bindings) = (struct binding){ .mac = at_address("02:00:00:00:00:01"),
                                                .ip = at_address("10.0.0.1"),
                                                .how = BINDING_arp,
                                                .count = 1 };
    *array_add(&o.facts) = (struct fact){ .about = at_address("10.0.0.1"),
                                          .field = FIELD_model,
                                          .value = TEXT("M340"),
                                          .source = TEXT("modbus 43/14"),
                                          .confidence = 90 };
    c = array_add(&o.conversations);
    *c = (struct conversation){ .client = at_address("10.0.0.2"),
                                .server = at_address("10.0.0.1"),
                                .transport = TRANSPORT_TCP,
                                .port = 502,
                                .protocol = TEXT("modbus"),
                                .packets = 3 };
    *array_add(&c->operations) =
        (struct operation_count){ .protocol = TEXT("modbus"), .code = TEXT("3"), .requests = 2 };
    assert_int_equal(store_add_observed(store, &o, &why), STORE_ADDED);
    observed_finish(&o);
}

static void derive(const char *role)
{
    struct address ip = at_address("10.0.0.1"), mac = at_address("02:00:00:00:00:01");
    struct assets a;

    assets_init(&a);
    uint32_t number = assets_add(&a);
    assets_own(&a, number, &ip);
    assets_own(&a, number, &mac);
    struct asset *asset = &a.items.items[number];
    asset->class = ASSET_ot;
    asset->role.value = text_of(role);
    *array_add(&asset->names) = TEXT("pump-1");
    *array_add(&asset->evidence) = (struct sighting){ .field = FIELD_model, .value = TEXT("M340") };
    *array_add(&asset->protocols) = (struct asset_protocol){ TEXT("modbus"), false, true };
    *array_add(&asset->claims) = (struct address_claim){ .mac = mac, .ip = ip, .how = BINDING_arp };
    *array_add(&asset->judgements) =
        (struct judgement){ .rule = TEXT("polled"), .class = ASSET_ot };
    assets_settle(&a);
    assert_int_equal(store_replace_assets(store, &a, &why), 0);
    assets_finish(&a);
}

static void fill(void)
{
    const struct user user = { TEXT("ann"), TEXT("$argon2id$v=19$secret"), 5, ROLE_owner };

    store_act_as(store, TEXT("ann"), TEXT("a test"), false);
    put_program(2);
    observe();
    derive("plc");
    assert_int_equal(store_put_user(store, &user, &why), 0);
}

static struct trail entries(struct trail_filter filter)
{
    struct trail trail = { 0 };
    uint64_t total = 0;

    assert_int_equal(store_read_trail(store, &filter, 0, 10000, &trail, &total, &work, &why), 0);
    assert_int_equal(total, trail.rows.count);
    return trail;
}

static size_t count_entries(void)
{
    struct trail trail = entries((struct trail_filter){ 0 });
    size_t count = trail.rows.count;

    array_free(&trail.rows);
    return count;
}

/* ---- somebody else, and verify ---- */

static sqlite3 *tampering(void)
{
    char path[128];
    sqlite3 *db;

    snprintf(path, sizeof path, "%s/plant.db", plant);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    sqlite3_busy_timeout(db, 10000);
    assert_int_equal(sqlite3_exec(db,
                                  "PRAGMA ignore_check_constraints = ON; PRAGMA synchronous = OFF",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    return db;
}

static int tampered(const char *sql)
{
    sqlite3 *db = tampering();
    char *problem = NULL;

    if (sqlite3_exec(db, sql, NULL, NULL, &problem) != SQLITE_OK)
        fail_msg("%s: %s", sql, problem);
    int changed = sqlite3_total_changes(db);
    sqlite3_close(db);
    return changed;
}

/* A test that changes nothing would find nothing wrong with that. */
static void tamper(const char *sql)
{
    assert_true(tampered(sql) > 0);
}

static struct trail_proof prove_with(struct trail_trust trust)
{
    struct trail_proof proof = { 0 };

    assert_int_equal(store_prove(store, &trust, &proof, &work, &why), 0);
    return proof;
}

static bool says(const struct problems *problems, const char *part)
{
    for (ARRAY_EACH(const struct problem, p, &problems->rows))
        if (strstr(p->what, part))
            return true;
    return false;
}

static void expect_found(const char *part)
{
    struct trail_proof proof = prove_with((struct trail_trust){ 0 });

    if (!says(&proof.found, part))
        fail_msg("not found: %s; but: %s", part,
                 proof.found.rows.count ? proof.found.rows.items[0].what : "nothing");
    trail_proof_finish(&proof);
}

static size_t count_found(void)
{
    struct trail_proof proof = prove_with((struct trail_trust){ 0 });
    size_t count = proof.found.rows.count;

    trail_proof_finish(&proof);
    return count;
}

/* ---- tests ---- */

static void a_row_has_one_entry_with_who_before_and_after(void **state)
{
    (void)state;
    fill();
    struct trail trail =
        entries((struct trail_filter){ .kind = TEXT("claims"), .name = TEXT("/NET 1.1") });
    assert_int_equal(trail.rows.count, 1);
    struct audit_entry *e = &trail.rows.items[0];
    assert_true(text_is(e->who, "ann") && text_is(e->through, "a test") && text_is(e->verb, "add"));
    assert_int_equal(e->before.length, 0);
    assert_true(text_is(e->after,
                        "{\"requirement\":\"NET 1.1\",\"level\":2,\"target\":3,\"narrative\":"
                        "\"She said \\\"no\\\" / 100 %\",\"assessor\":\"Eve\"}"));
    struct text first = e->after;
    array_free(&trail.rows);

    size_t before = count_entries();
    store_act_as(store, TEXT("bob"), TEXT("another"), false);
    put_program(3); /* everything is put again, one row is different */
    assert_int_equal(count_entries(), before + 1);
    trail = entries((struct trail_filter){ .who = TEXT("bob") });
    assert_int_equal(trail.rows.count, 1);
    e = &trail.rows.items[0];
    assert_true(text_is(e->verb, "change") && text_is(e->name, "/NET 1.1"));
    assert_true(text_equal(e->before, first));
    assert_non_null(strstr(e->after.at, "\"level\":3"));
    array_free(&trail.rows);
}

static void what_is_removed_with_its_owner_has_its_entry(void **state)
{
    (void)state;
    fill();
    assert_int_equal(store_remove_conduit(store, TEXT("c-1"), &why), 0);
    struct trail trail = entries((struct trail_filter){ .verb = TEXT("remove") });
    assert_int_equal(trail.rows.count, 2); /* the schema removes its service */
    assert_true(text_is(trail.rows.items[0].kind, "service") ||
                text_is(trail.rows.items[1].kind, "service"));
    array_free(&trail.rows);
    assert_int_equal(count_found(), 0);
}

static void a_refused_change_has_no_entry(void **state)
{
    (void)state;
    fill();
    size_t before = count_entries();
    assert_int_equal(store_remove_zone(store, TEXT("cell-a"), &why), -EINVAL);
    assert_int_equal(count_entries(), before);
    put_program(2); /* nothing is different */
    assert_int_equal(count_entries(), before);
    assert_int_equal(count_found(), 0);
}

static void a_password_is_not_in_the_trail(void **state)
{
    const struct user other = { TEXT("ann"), TEXT("$argon2id$v=19$other"), 5, ROLE_owner };

    (void)state;
    fill();
    assert_int_equal(store_put_user(store, &other, &why), 0);
    struct trail trail = entries((struct trail_filter){ .kind = TEXT("account") });
    assert_int_equal(trail.rows.count, 2);
    for (size_t i = 0; i < 2; i++) {
        assert_null(strstr(trail.rows.items[i].after.at, "argon2id"));
        assert_non_null(strstr(trail.rows.items[i].after.at, "\"password\""));
    }
    assert_false(text_equal(trail.rows.items[0].after, trail.rows.items[0].before));
    array_free(&trail.rows);
}

static void a_plant_is_as_its_trail_says_whatever_was_done(void **state)
{
    (void)state;
    fill();
    derive("hmi");
    put_program(3);
    assert_int_equal(store_remove_user(store, TEXT("ann"), &why), 0);
    struct trail_proof proof = prove_with((struct trail_trust){ 0 });
    assert_int_equal(proof.found.rows.count, 0);
    assert_int_equal(proof.notes.rows.count, 0);
    assert_int_equal(proof.entries, count_entries());
    assert_int_equal(proof.captures, 1);
    assert_true(proof.checkpoints >= 7 && proof.rows > 30);
    trail_proof_finish(&proof);
}

/* In turn, every column of a row of every table gets another value. */
static void tamper_column(const char *table, const char *column, const char *condition)
{
    char sql[512], place[80];

    snprintf(
        sql, sizeof sql,
        "BEGIN; CREATE TABLE spare AS SELECT * FROM %s; UPDATE %s SET %s = CASE typeof(%s) WHEN "
        "'integer' THEN 1000 + %s ELSE %s || 'x' END WHERE rowid IN (SELECT rowid FROM %s %s "
        "LIMIT 1); COMMIT",
        table, table, column, column, column, column, table, condition);
    tamper(sql);
    snprintf(place, sizeof place, "table %s", table);
    expect_found(place);
    snprintf(sql, sizeof sql,
             "BEGIN; DELETE FROM %s; INSERT INTO %s SELECT * FROM spare; "
             "DROP TABLE spare; COMMIT",
             table, table);
    tamper(sql);
}

static size_t tamper_table(sqlite3 *db, const char *table)
{
    char *sql =
        sqlite3_mprintf("SELECT name FROM pragma_table_info(%Q) WHERE EXISTS (SELECT 1 FROM "
                        "%s)",
                        table, table);
    sqlite3_stmt *columns;
    size_t count = 0;

    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &columns, NULL), SQLITE_OK);
    sqlite3_free(sql);
    char names[64][64];
    while (sqlite3_step(columns) == SQLITE_ROW)
        snprintf(names[count++], 64, "%s", (const char *)sqlite3_column_text(columns, 0));
    sqlite3_finalize(columns);
    for (size_t i = 0; i < count; i++)
        tamper_column(table, names[i], "");
    return count;
}

static void a_change_of_any_column_of_any_table_is_found_with_its_table(void **state)
{
    sqlite3 *db;
    sqlite3_stmt *tables;
    char names[128][64];
    size_t count = 0, columns = 0;

    (void)state;
    fill();
    db = tampering();
    assert_int_equal(sqlite3_prepare_v2(db,
                                        "SELECT name FROM sqlite_schema WHERE type = 'table' AND "
                                        "name NOT IN ('audit', 'seal')",
                                        -1, &tables, NULL),
                     SQLITE_OK);
    while (sqlite3_step(tables) == SQLITE_ROW)
        snprintf(names[count++], 64, "%s", (const char *)sqlite3_column_text(tables, 0));
    sqlite3_finalize(tables);
    for (size_t i = 0; i < count; i++)
        columns += tamper_table(db, names[i]);
    sqlite3_close(db);
    assert_true(count > 40 && columns > 120);
    assert_int_equal(count_found(), 0); /* all was put back */
}

static void a_change_of_any_column_of_the_trail_is_found_with_its_entry(void **state)
{
    static const char *const columns[] = { "at",   "who",      "through", "verb",     "kind",
                                           "name", "before",   "after",   "decided",  "observed",
                                           "hash", "previous", "signer",  "signature" };
    char sql[200];

    (void)state;
    fill();
    for (size_t i = 0; i < COUNT_OF(columns); i++) {
        (void)tampered("CREATE TABLE spare AS SELECT * FROM audit");
        snprintf(sql, sizeof sql,
                 "UPDATE audit SET %s = %s WHERE sequence = (SELECT min(sequence) FROM audit WHERE "
                 "sequence > 5 AND decided <> '')",
                 columns[i], i == 0 ? "at + 1" : "'00'");
        tamper(sql);
        expect_found("audit entry ");
        tamper("DELETE FROM audit; INSERT INTO audit SELECT * FROM spare; DROP TABLE spare");
        assert_int_equal(count_found(), 0);
    }
    tamper("UPDATE audit SET who = 'eve' WHERE sequence = 4");
    expect_found("audit entry 4 (");
    expect_found("eve, add ");
}

static void a_row_is_named_with_what_it_was(void **state)
{
    (void)state;
    fill();
    tamper("UPDATE claims SET level = 4, assessor = '' WHERE requirement = 'NET 1.1'");
    expect_found(
        "table claims, row \"/NET 1.1\": level is 4, not 2; assessor is empty, not \"Eve\" "
        "as audit entry ");
    tamper("DELETE FROM claims WHERE requirement = 'NET 1.2'");
    expect_found("table claims, row \"/NET 1.2\": is missing");
    tamper("INSERT INTO scopes (id, name) VALUES ('S-1', 'All')");
    expect_found("table scopes, row \"S-1\": it was added past the program");
    tamper("UPDATE asset SET role = 'hmi'");
    expect_found("table asset, row \"0\": it was changed past the program");
    tamper("DELETE FROM asset_name");
    expect_found("table asset_name, row \"0/0\": it was removed past the program");
    (void)tampered("DROP TABLE operation");
    expect_found("table operation is missing, with its 1 rows");
}

static void entries_that_are_missing_are_counted(void **state)
{
    (void)state;
    fill();
    tamper("DELETE FROM audit WHERE sequence IN (4, 5)");
    expect_found("audit entries 4 to 5 are missing");
    tamper("DELETE FROM audit");
    expect_found("the audit trail is empty");
}

static void a_trail_that_was_cut_shows_in_the_rows_that_it_had_changed(void **state)
{
    (void)state;
    fill();
    size_t before = count_entries();
    put_program(4);
    char sql[80];
    snprintf(sql, sizeof sql, "DELETE FROM audit WHERE sequence > %zu", before);
    tamper(sql);
    expect_found("what people decided is not what audit entry ");
    expect_found("table claims, row \"/NET 1.1\": level is 4, not 2 as audit entry ");
}

static void rows_and_seals_that_were_altered_together_are_found_by_the_trail(void **state)
{
    (void)state;
    fill();
    (void)tampered("CREATE TABLE old AS SELECT * FROM audit");
    put_program(4);
    tamper("DELETE FROM audit; INSERT INTO audit SELECT * FROM old");
    expect_found("table claims, row \"/NET 1.1\": level is 4, not 2 as audit entry ");
}

static void a_checkpoint_that_was_kept_must_still_be_there(void **state)
{
    (void)state;
    fill();
    struct trail_proof proof = prove_with((struct trail_trust){ 0 });
    struct trail_trust kept = { .sequence = proof.last.sequence, .hash = proof.last.hash };
    trail_proof_finish(&proof);
    put_program(3);
    proof = prove_with(kept);
    assert_int_equal(proof.found.rows.count, 0);
    trail_proof_finish(&proof);
    kept.hash = TEXT("0000000000000000000000000000000000000000000000000000000000000000");
    proof = prove_with(kept);
    assert_true(says(&proof.found, "the trail was rewritten"));
    trail_proof_finish(&proof);
    kept.sequence = 9999;
    proof = prove_with(kept);
    assert_true(says(&proof.found, "audit entry 9999 of the checkpoint that was kept is missing"));
    trail_proof_finish(&proof);
}

static void a_signature_of_another_key_is_found(void **state)
{
    char other[SIGNER_PUBLIC_TEXT];
    char path[96];

    (void)state;
    fill();
    struct store *second = second_plant(path);
    assert_int_equal(signer_read_public(path, other, &why), 0);
    store_close(second);
    struct trail_proof proof = prove_with((struct trail_trust){ .public = other });
    assert_true(says(&proof.found, "is signed by another key"));
    trail_proof_finish(&proof);
}

static void without_its_secret_key_a_plant_goes_on_and_verify_says_so(void **state)
{
    char path[128];

    (void)state;
    fill();
    store_close(store);
    snprintf(path, sizeof path, "%s/keys/plant.key", plant);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(store_open(&store, plant, &why), 0);
    put_program(3);
    struct trail_proof proof = prove_with((struct trail_trust){ 0 });
    assert_int_equal(proof.found.rows.count, 0);
    assert_true(says(&proof.notes, "are not signed"));
    trail_proof_finish(&proof);
}

static void a_sensor_adds_an_entry_an_hour_and_its_rows_are_sealed_at_once(void **state)
{
    (void)state;
    fill();
    size_t before = count_entries();
    store_act_as(store, TEXT("local"), TEXT("bulkhead sensor"), true);
    derive("hmi");
    derive("server");
    assert_int_equal(count_entries(), before);
    tamper("UPDATE capture SET interface = 'eth1'");
    expect_found("table capture, row \"1\": it was changed past the program");
    tamper("UPDATE capture SET interface = ''");
    tamper("UPDATE asset SET role = 'plc'");
    expect_found("table asset, row \"0\"");
    tamper("UPDATE asset SET role = 'server'");
    expect_found("what was observed is not what audit entry "); /* no sensor ever listened here */
    store_act_as(store, TEXT("local"), TEXT("bulkhead load"), false);
    derive("server");
    assert_int_equal(count_entries(), before + 1);
    assert_int_equal(count_found(), 0);
}

static void a_document_is_signed_beside_it(void **state)
{
    struct document_signature s;
    char path[128];

    (void)state;
    snprintf(path, sizeof path, "%s/report.html", folder);
    assert_int_equal(file_write(path, TEXT("<p>3 of 4</p>"), &why), 0);
    assert_int_equal(store_sign_document(store, path, &why), 1);
    assert_int_equal(document_check_signature(path, &s, &work, &why), 0);
    assert_true(s.fits && s.holds);
    assert_int_equal(file_write(path, TEXT("<p>4 of 4</p>"), &why), 0);
    assert_int_equal(document_check_signature(path, &s, &work, &why), 0);
    assert_false(s.fits);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FRESH(a_row_has_one_entry_with_who_before_and_after),
        FRESH(what_is_removed_with_its_owner_has_its_entry),
        FRESH(a_refused_change_has_no_entry),
        FRESH(a_password_is_not_in_the_trail),
        FRESH(a_plant_is_as_its_trail_says_whatever_was_done),
        FRESH(a_change_of_any_column_of_any_table_is_found_with_its_table),
        FRESH(a_change_of_any_column_of_the_trail_is_found_with_its_entry),
        FRESH(a_row_is_named_with_what_it_was),
        FRESH(entries_that_are_missing_are_counted),
        FRESH(a_trail_that_was_cut_shows_in_the_rows_that_it_had_changed),
        FRESH(rows_and_seals_that_were_altered_together_are_found_by_the_trail),
        FRESH(a_checkpoint_that_was_kept_must_still_be_there),
        FRESH(a_signature_of_another_key_is_found),
        FRESH(without_its_secret_key_a_plant_goes_on_and_verify_says_so),
        FRESH(a_sensor_adds_an_entry_an_hour_and_its_rows_are_sealed_at_once),
        FRESH(a_document_is_signed_beside_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
