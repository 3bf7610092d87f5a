#include "store/store.h"

#include <errno.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "plant_folder.h"
#include "small_plant.h"
#include "unit.h"

static void a_plant_is_made_once(void **state)
{
    char path[128];
    struct stat info;

    (void)state;
    assert_int_equal(store_create(plant, &why), -EEXIST);
    assert_true(text_is(text_format(&work, "%s: there is a plant already", plant), why.what));
    snprintf(path, sizeof path, "%s/evidence", plant);
    assert_int_equal(stat(path, &info), 0);
    assert_true(S_ISDIR(info.st_mode));
    snprintf(path, sizeof path, "%s/plant.db", plant);
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 077, 0); /* nobody else's business */
    snprintf(path, sizeof path, "ls %s | grep -q 'plant.db.[0-9]'", plant);
    assert_int_not_equal(system(path), 0); /* nothing half-made is left */
}

static void what_is_no_plant_is_refused(void **state)
{
    struct store *other = NULL;
    char path[128];
    sqlite3 *db;

    (void)state;
    assert_int_equal(store_open(&other, folder, &why), -ENOENT);
    assert_non_null(strstr(why.what, ": not a plant (it has no plant.db)"));
    snprintf(path, sizeof path, "%s/plant.db", folder);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "CREATE TABLE photo (id INTEGER)", NULL, NULL, NULL), 0);
    sqlite3_close(db);
    assert_int_equal(store_open(&other, folder, &why), -EINVAL);
    assert_non_null(strstr(why.what, ": not a plant (plant.db is some other database)"));
}

static void a_plant_of_a_newer_program_is_refused(void **state)
{
    struct store *other = NULL;
    char path[128];
    sqlite3 *db;

    (void)state;
    snprintf(path, sizeof path, "%s/plant.db", plant);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(db, "INSERT INTO migration VALUES (999, 'later')", NULL, NULL, NULL), 0);
    sqlite3_close(db);
    assert_int_equal(store_open(&other, plant, &why), -EPROTONOSUPPORT);
    assert_non_null(strstr(why.what, "made by a newer Bulkhead (schema 999; this one knows "));
}

/* One capture with one row of everything, every member with a value of its own. */
static void observe(struct observed *o, const char *digest)
{
    struct address client = at_address("10.0.0.1"), server = at_address("fd00::2");
    struct address mac = at_address("02:00:00:00:00:01");

    observed_init(o);
    *array_add(&o->captures) = (struct capture){
        TEXT("it's; DROP TABLE capture; --"),         text_of(digest), 1, 2, 3, 4, true, 5, 6,
        { TEXT("eth1"), 51, 52, 53, 54, 55, 56, 57 },
    };
    *array_add(&o->skips) = (struct skip){ 0, TEXT("link type 147"), 7, 8 };
    *array_add(&o->bindings) = (struct binding){ 0, mac, client, BINDING_announced, 9, 10, 11, 12 };
    *array_add(&o->facts) = (struct fact){ 0,
                                           client,
                                           TEXT("slot 2"),
                                           FIELD_vendor,
                                           TEXT("Fräser & Söhne"),
                                           TEXT("modbus 43/14"),
                                           95,
                                           13,
                                           14,
                                           15,
                                           16 };
    *array_add(&o->protocols) = (struct protocol_count){ 0, TEXT("modbus"), 17, 18, 19, 20 };
    struct conversation *c = array_add(&o->conversations);
    *c = (struct conversation){ 0,  client, server, TRANSPORT_TCP, 502, TEXT("modbus"),
                                21, 22,     23,     true,          71,  24,
                                25, 26,     { 0 } };
    *array_add(&c->operations) = (struct operation_count){
        TEXT("modbus"),
        TEXT("3"),
        TEXT("read holding registers"),
        CLASS_read,
        27,
        28,
        29,
        72,
        73,
        30,
        31,
        32,
    };
    *array_add(&c->operations) = (struct operation_count){
        TEXT("modbus"),
        TEXT("16"),
        TEXT("write registers"),
        CLASS_write,
        33,
        34,
        35,
        74,
        75,
        36,
        37,
        38,
    };
}

/* The rows of observe(), table by table: a member in the wrong column would show. */
static const char observed_rows[] =
    "binding|1|02:00:00:00:00:01|10.0.0.1|announced|9|10|11|12\n"
    "capture|1|it's; DROP TABLE capture; --|d1|1|2|3|4|1|5|6|eth1|51|52|53|54|55|56|57\n"
    "conversation|1|1|10.0.0.1|fd00::2|tcp|502|modbus|21|22|23|1|24|25|26|71\n"
    "fact|1|10.0.0.1|vendor|Fräser & Söhne|modbus 43/14|95|13|14|15|16|slot 2\n"
    "operation|1|0|modbus|3|read holding registers|read|27|28|29|30|31|32|72|73\n"
    "operation|1|1|modbus|16|write registers|write|33|34|35|36|37|38|74|75\n"
    "protocol_count|1|modbus|17|18|19|20\n"
    "skip|1|link type 147|7|8\n";

static void what_was_observed_comes_back_whole(void **state)
{
    struct observed o, back;
    char path[96];

    (void)state;
    observe(&o, "d1");
    assert_int_equal(store_add_observed(store, &o, &why), STORE_ADDED);
    assert_string_equal(dump(plant).at, observed_rows);

    observed_init(&back);
    assert_int_equal(store_read_observed(store, &back, &why), 0);
    struct store *second = second_plant(path);
    assert_int_equal(store_add_observed(second, &back, &why), STORE_ADDED);
    assert_string_equal(dump(path).at, observed_rows);
    store_close(second);
    observed_finish(&back);
    observed_finish(&o);
}

static void the_same_capture_twice_changes_nothing(void **state)
{
    struct observed o;

    (void)state;
    observe(&o, "d1");
    assert_int_equal(store_add_observed(store, &o, &why), STORE_ADDED);
    uint64_t before = version();
    o.captures.items[0].path = TEXT("under another name.pcap");
    assert_int_equal(store_add_observed(store, &o, &why), STORE_ALREADY_THERE);
    assert_string_equal(dump(plant).at, observed_rows);
    assert_int_equal(version(), before);
    observed_finish(&o);
}

static void only_the_new_one_of_several_captures_is_added(void **state)
{
    struct observed o, back;

    (void)state;
    observe(&o, "d1");
    assert_int_equal(store_add_observed(store, &o, &why), STORE_ADDED);
    *array_add(&o.captures) = (struct capture){ .path = TEXT("new"), .digest = TEXT("d2") };
    *array_add(&o.skips) = (struct skip){ 1, TEXT("of the new one"), 1, 1 };
    assert_int_equal(store_add_observed(store, &o, &why), STORE_ADDED);
    observed_init(&back);
    assert_int_equal(store_read_observed(store, &back, &why), 0);
    assert_int_equal(back.captures.count, 2);
    assert_int_equal(back.skips.count, 2);
    assert_int_equal(back.skips.items[1].capture, 1);
    assert_int_equal(back.conversations.count, 1);
    observed_finish(&back);
    observed_finish(&o);
}

static void live_captures_are_always_new(void **state)
{
    struct observed o, back;

    (void)state;
    observe(&o, "");
    assert_int_equal(store_add_observed(store, &o, &why), STORE_ADDED);
    assert_int_equal(store_add_observed(store, &o, &why), STORE_ADDED);
    observed_init(&back);
    assert_int_equal(store_read_observed(store, &back, &why), 0);
    assert_int_equal(back.captures.count, 2);
    assert_int_equal(back.conversations.count, 2);
    observed_finish(&back);
    observed_finish(&o);
}

static void derive(struct assets *a, const char *ip, const char *role)
{
    struct address address = at_address(ip), mac = at_address("02:00:00:00:00:09");

    assets_init(a);
    uint32_t number = assets_add(a);
    assets_own(a, number, &address);
    assets_own(a, number, &mac);
    struct asset *asset = &a->items.items[number];
    asset->class = ASSET_ot;
    asset->class_decision = (struct decision){ TEXT("ot"), TEXT("speaks modbus"), 50 };
    asset->role = (struct decision){ text_of(role), TEXT("answers polls"), 51 };
    asset->level = (struct decision){ TEXT("1"), TEXT("a controller"), 52 };
    asset->routed = 53;
    asset->is_virtual = true;
    asset->packets = 54;
    asset->hours = 76;
    asset->first = 55;
    asset->last = 56;
    *array_add(&asset->names) = TEXT("pump-1");
    *array_add(&asset->names) = TEXT("PUMP1");
    *array_add(&asset->evidence) = (struct sighting){
        TEXT("unit 7"),
        FIELD_model,
        TEXT("M340"),
        TEXT("modbus 43/14"),
        95,
        true,
        57,
        58,
        59,
        60,
        61,
    };
    *array_add(&asset->claims) =
        (struct address_claim){ mac, address, BINDING_arp, true, 62, 63, 64, 65, 66 };
    *array_add(&asset->protocols) = (struct asset_protocol){ TEXT("modbus"), false, true };
    *array_add(&asset->judgements) = (struct judgement){
        TEXT("polled"), ASSET_ot, text_of(role), TEXT("1"), TEXT("answers polls"), 51,
    };
    assets_settle(a);
}

static const char asset_rows[] =
    "asset|0|ot|ot|speaks modbus|50|plc|answers polls|51|1|a controller|52|53|1|54|55|56|76\n"
    "asset_address_claim|0|0|02:00:00:00:00:09|10.0.0.9|arp|1|62|63|64|65|66\n"
    "asset_evidence|0|0|model|M340|modbus 43/14|95|1|57|58|59|60|61|unit 7\n"
    "asset_ip|0|0|10.0.0.9\n"
    "asset_judgement|0|0|polled|ot|plc|1|answers polls|51\n"
    "asset_mac|0|0|02:00:00:00:00:09\n"
    "asset_name|0|0|pump-1\n"
    "asset_name|0|1|PUMP1\n"
    "asset_protocol|0|0|modbus|0|1\n"
    "identified|1|0\n";

static void assets_are_current_until_a_capture_is_added(void **state)
{
    struct observed o;
    struct assets a;

    (void)state;
    derive(&a, "10.0.0.9", "plc");
    assert_int_equal(store_assets_are_current(store, &why), 0);
    assert_int_equal(store_replace_assets(store, &a, &why), 0);
    assert_int_equal(store_assets_are_current(store, &why), 1);
    observed_init(&o);
    *array_add(&o.captures) = (struct capture){ .path = TEXT("a.pcap"), .digest = TEXT("aa") };
    assert_int_equal(store_has_capture(store, TEXT("aa"), &why), 0);
    assert_int_equal(store_add_observed(store, &o, &why), STORE_ADDED);
    assert_int_equal(store_has_capture(store, TEXT("aa"), &why), 1);
    assert_int_equal(store_assets_are_current(store, &why), 0);
    observed_finish(&o);
    assets_finish(&a);
}

static void assets_come_back_with_their_reasons(void **state)
{
    struct assets a, back;
    char path[96];

    (void)state;
    derive(&a, "10.0.0.9", "plc");
    assert_int_equal(store_replace_assets(store, &a, &why), 0);
    assert_string_equal(dump(plant).at, asset_rows);

    assets_init(&back);
    assert_int_equal(store_read_assets(store, &back, &why), 0);
    struct address at = at_address("10.0.0.9");
    assert_non_null(assets_at(&back, &at));
    assert_true(text_is(assets_at(&back, &at)->id, "10.0.0.9"));
    struct store *second = second_plant(path);
    assert_int_equal(store_replace_assets(second, &back, &why), 0);
    assert_string_equal(dump(path).at, asset_rows);
    store_close(second);
    assets_finish(&back);
    assets_finish(&a);
}

static void a_new_run_replaces_all_assets(void **state)
{
    struct assets first, second, back;

    (void)state;
    derive(&first, "10.0.0.9", "plc");
    derive(&second, "10.0.0.8", "hmi");
    assert_int_equal(store_replace_assets(store, &first, &why), 0);
    assert_int_equal(store_replace_assets(store, &second, &why), 0);
    assets_init(&back);
    assert_int_equal(store_read_assets(store, &back, &why), 0);
    assert_int_equal(back.items.count, 1);
    assert_true(text_is(back.items.items[0].id, "10.0.0.8"));
    assert_int_equal(back.items.items[0].judgements.count, 1);
    assets_finish(&back);
    assets_finish(&second);
    assets_finish(&first);
}

static void the_version_tells_of_changes_by_others(void **state)
{
    struct program p = { .plant = TEXT("Waterworks") };
    struct store *other = NULL;
    uint64_t before = version();

    (void)state;
    assert_int_equal(store_open(&other, plant, &why), 0);
    assert_int_equal(version(), before); /* opening is no change */
    assert_int_equal(store_put_settings(other, &p, &why), 0);
    assert_int_equal(version(), before + 1);
    store_close(other);
}

enum { ROUNDS = 20, CONVERSATIONS = 40 };

/* Adds capture after capture, saying each number once it is committed, until it is killed. */
static void write_until_killed(int said, uint32_t next)
{
    struct store *own = NULL;
    struct observed o;
    char digest[32];

    if (store_open(&own, plant, &why) < 0)
        _exit(2);
    for (;; next++) {
        snprintf(digest, sizeof digest, "d%u", next);
        observe(&o, digest);
        for (int i = 1; i < CONVERSATIONS; i++) {
            struct conversation *c = array_add(&o.conversations);
            *c = o.conversations.items[0];
            c->operations.items = NULL;
            c->operations.count = c->operations.capacity = 0;
            c->port = (uint16_t)i;
        }
        if (store_add_observed(own, &o, &why) < 0 || write(said, &next, sizeof next) < 0)
            _exit(3);
        observed_finish(&o);
    }
}

/* The last number that the child said before it died. */
static uint32_t kill_a_writer(uint32_t next, long after_us)
{
    int ends[2], status;
    uint32_t heard = next - 1, number;

    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        write_until_killed(ends[1], next);
    close(ends[1]);
    if (after_us == 0) /* a slow machine has something to lose, too */
        assert_int_equal(read(ends[0], &heard, sizeof heard), sizeof heard);
    nanosleep(&(struct timespec){ 0, after_us * 1000 }, NULL);
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    while (read(ends[0], &number, sizeof number) == sizeof number)
        heard = number;
    close(ends[0]);
    return heard;
}

static uint32_t whole_captures(void)
{
    struct observed o;

    observed_init(&o);
    assert_int_equal(store_read_observed(store, &o, &why), 0);
    assert_int_equal(o.conversations.count, o.captures.count * CONVERSATIONS);
    assert_int_equal(o.skips.count, o.captures.count);
    assert_int_equal(o.facts.count, o.captures.count);
    uint32_t count = (uint32_t)o.captures.count;
    observed_finish(&o);
    return count;
}

static void a_killed_writer_loses_nothing_committed_and_leaves_nothing_half(void **state)
{
    uint32_t there = 0;

    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        store_close(store);
        store = NULL;
        uint32_t heard = kill_a_writer(there + 1, round ? 2000 + (round * 7919) % 25000 : 0);
        assert_int_equal(store_open(&store, plant, &why), 0);
        assert_int_equal(store_check(store, &why), 0);
        there = whole_captures();
        assert_true(there >= heard); /* committed, and perhaps not said any more */
        assert_true(there <= heard + 1);
    }
    assert_true(there > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FRESH(a_plant_is_made_once),
        FRESH(what_is_no_plant_is_refused),
        FRESH(a_plant_of_a_newer_program_is_refused),
        FRESH(what_was_observed_comes_back_whole),
        FRESH(the_same_capture_twice_changes_nothing),
        FRESH(only_the_new_one_of_several_captures_is_added),
        FRESH(live_captures_are_always_new),
        FRESH(assets_are_current_until_a_capture_is_added),
        FRESH(assets_come_back_with_their_reasons),
        FRESH(a_new_run_replaces_all_assets),
        FRESH(the_version_tells_of_changes_by_others),
        FRESH(a_killed_writer_loses_nothing_committed_and_leaves_nothing_half),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
