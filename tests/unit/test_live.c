/*
 * test_live.c - a capture that goes on: what it shows in between, what it comes
 * to, and how the plant follows it.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "plant_folder.h"
#include "sensor/live_reading.h"
#include "sensor/record.h"
#include "sensor/sensor.h"

#include "unit.h"

static const moment_us hour_us = 3600LL * 1000000;

/* The SCADA side of the demo plant: every way of naming a flow occurs in it. */
struct play {
    struct source source;
    struct live_reading live;
    int file;
};

static void open_demo(struct source *source, int *file)
{
    char path[4096];

    snprintf(path, sizeof path, "%s/scada.pcap", getenv("DEMO"));
    *file = open(path, O_RDONLY);
    assert_true(*file >= 0);
    assert_int_equal(source_open(source, *file, path, &why), 0);
}

static int begin(void **state)
{
    static struct play play;

    open_demo(&play.source, &play.file);
    live_reading_init(&play.live, 1);
    open_fresh(state);
    *state = &play;
    return 0;
}

static int end(void **state)
{
    struct play *play = *state;

    live_reading_finish(&play->live);
    source_close(&play->source);
    close(play->file);
    return close_and_remove(state);
}

/* At most so many packets more; how many there were. */
static uint64_t go_on(struct play *play, uint64_t most)
{
    struct packet p;
    uint64_t count = 0;

    while (count < most && source_next(&play->source, &p)) {
        reading_packet(&play->live.reading, &p);
        count++;
    }
    return count;
}

static struct tally rows_now(struct play *play, moment_us now)
{
    struct tally rows;

    live_reading_rows(&play->live, &(struct live_counters){ 0 }, now, &rows);
    return rows;
}

static uint64_t packets_of(const struct observed *rows)
{
    uint64_t packets = 0;

    for (ARRAY_EACH(const struct conversation, c, &rows->conversations))
        packets += c->packets;
    return packets;
}

static uint64_t messages_of(const struct observed *rows)
{
    uint64_t messages = 0;

    for (ARRAY_EACH(const struct conversation, c, &rows->conversations))
        for (ARRAY_EACH(const struct operation_count, op, &c->operations))
            messages += op->requests + op->responses;
    return messages;
}

static struct buffer written(const struct observed *rows)
{
    struct buffer out = BUFFER_KEPT;

    record_write_rows(&out, rows);
    return out;
}

static void assert_same_rows(const struct observed *a, const struct observed *b)
{
    struct buffer left = written(a), right = written(b);

    assert_int_equal(left.length, right.length);
    assert_memory_equal(left.at, right.at, left.length);
    buffer_free(&left);
    buffer_free(&right);
}

static void whole_file(struct observed *rows)
{
    struct source source;
    int file;

    open_demo(&source, &file);
    assert_int_equal(sensor_read_bytes(source.whole, "scada.pcap", rows,
                                       &why),
                     0);
    source_close(&source);
    close(file);
}

static void what_it_comes_to_is_what_the_file_says_however_often_it_was_asked(void **state)
{
    struct play *play = *state;
    struct observed file;

    whole_file(&file);
    while (go_on(play, 500)) {
        struct tally between = rows_now(play, 2);
        tally_finish(&between);
    }
    engine_end(&play->live.reading.engine);
    struct tally rows = rows_now(play, 0);
    rows.rows.captures.items[0].live = (struct listening){ 0 };
    assert_same_rows(&rows.rows, &file);
    assert_true(messages_of(&file) > 1000);
    tally_finish(&rows);
    observed_finish(&file);
}

static void in_between_every_packet_is_in_one_conversation(void **state)
{
    struct play *play = *state;
    uint64_t so_far = 0, more;

    while ((more = go_on(play, 311))) {
        struct tally rows = rows_now(play, 2);
        const struct capture *c = &rows.rows.captures.items[0];
        so_far += more;
        assert_int_equal(c->packets, so_far);
        assert_int_equal(packets_of(&rows.rows) + c->skipped, so_far);
        tally_finish(&rows);
    }
}

static void a_new_run_counts_only_what_comes_after_it_began(void **state)
{
    struct play *play = *state;
    struct observed file;

    whole_file(&file);
    uint64_t first = go_on(play, 2000);
    struct tally before = rows_now(play, 2);
    live_reading_renew(&play->live, &(struct live_counters){ 0 }, 3);
    struct tally fresh = rows_now(play, 3);
    assert_int_equal(fresh.rows.captures.items[0].packets, 0);
    assert_int_equal(fresh.rows.conversations.count, 0);
    uint64_t second = go_on(play, UINT64_MAX);
    engine_end(&play->live.reading.engine);
    struct tally after = rows_now(play, 4);

    assert_int_equal(packets_of(&before.rows), first);
    assert_int_equal(packets_of(&after.rows), second);
    assert_int_equal(first + second, file.captures.items[0].packets);
    assert_int_equal(messages_of(&before.rows) + messages_of(&after.rows), messages_of(&file));
    tally_finish(&before);
    tally_finish(&fresh);
    tally_finish(&after);
    observed_finish(&file);
}

static void a_run_is_old_after_a_day(void **state)
{
    struct play *play = *state;

    assert_false(live_reading_is_old(&play->live, 23 * hour_us));
    assert_true(live_reading_is_old(&play->live, 24 * hour_us + 1));
}

static void losses_are_those_of_the_run(void **state)
{
    struct play *play = *state;
    struct live_counters at_start = { .dropped = 7, .not_kept = 2 };
    struct live_counters now = { .dropped = 10, .not_kept = 3 };
    struct tally rows;

    live_reading_renew(&play->live, &at_start, 5);
    live_reading_rows(&play->live, &now, 9, &rows);
    const struct listening *live = &rows.rows.captures.items[0].live;
    assert_int_equal(live->dropped, 3);
    assert_int_equal(live->not_kept, 1);
    assert_int_equal(live->from, 5);
    assert_int_equal(live->to, 9);
    tally_finish(&rows);
}

/* ---- in the plant ---- */

/* As it comes through the pipe: rows of their own. */
static void send_through(const struct observed *rows, struct observed *into)
{
    struct buffer out = written(rows);
    FILE *pipe = tmpfile();

    assert_non_null(pipe);
    assert_int_equal(fwrite(out.at, 1, out.length, pipe), out.length);
    rewind(pipe);
    observed_init(into);
    struct capture *c = array_add(&into->captures);
    c->path = TEXT("live eth1");
    c->live.interface = TEXT("eth1");
    assert_int_equal(record_read_all(fileno(pipe), 0, (struct record_observer){ 0 }, into, &why), 0);
    fclose(pipe);
    buffer_free(&out);
}

static void keep(struct play *play, struct live_run *run, moment_us now)
{
    struct tally rows = rows_now(play, now);
    struct observed sent;

    send_through(&rows.rows, &sent);
    assert_int_equal(store_keep_live(store, run, &sent, &why), 0);
    observed_finish(&sent);
    tally_finish(&rows);
}

static void assert_plant_holds(struct play *play, moment_us now)
{
    struct tally rows = rows_now(play, now);
    struct observed plant_rows;

    observed_init(&plant_rows);
    assert_int_equal(store_read_observed(store, &plant_rows, &why), 0);
    assert_int_equal(plant_rows.captures.count, 1);
    assert_same_rows(&plant_rows, &rows.rows);
    observed_finish(&plant_rows);
    tally_finish(&rows);
}

static void the_plant_holds_what_the_run_has_come_to_after_every_interval(void **state)
{
    struct play *play = *state;
    struct live_run run = { 0 };
    moment_us now = 10;

    while (go_on(play, 700)) {
        keep(play, &run, ++now);
        assert_plant_holds(play, now);
    }
    engine_end(&play->live.reading.engine);
    keep(play, &run, ++now);
    assert_plant_holds(play, now);
    assert_int_equal(store_assets_are_current(store, &why), 0);
    live_run_finish(&run);
}

static void an_interval_without_packets_writes_the_capture_alone(void **state)
{
    struct play *play = *state;
    struct live_run run = { 0 };

    go_on(play, 1000);
    keep(play, &run, 10);
    struct text before = dump(plant);
    keep(play, &run, 10);
    assert_true(text_equal(dump(plant), before));
    live_run_finish(&run);
}

static void a_write_that_failed_is_made_good_by_the_next(void **state)
{
    struct play *play = *state;
    struct live_run run = { 0 };
    struct observed sent;
    uint32_t capture;

    go_on(play, 1000);
    keep(play, &run, 10);
    struct text before = dump(plant);
    go_on(play, 1000);
    struct tally rows = rows_now(play, 11);
    send_through(&rows.rows, &sent);
    capture = run.capture;
    const struct protocol_count twice = sent.protocols.items[0];
    *array_add(&sent.protocols) = twice; /* the same key: refused after much was written */
    assert_int_equal(store_keep_live(store, &run, &sent, &why), -EEXIST);
    assert_int_equal(run.capture, capture);
    assert_true(text_equal(dump(plant), before));
    keep(play, &run, 11);
    assert_plant_holds(play, 11);
    tally_finish(&rows);
    observed_finish(&sent);
    live_run_finish(&run);
}

static void the_gap_between_two_runs_is_measured(void **state)
{
    struct play *play = *state;
    struct live_run first = { 0 }, second = { 0 };
    struct observed all;

    go_on(play, 100);
    keep(play, &first, 5 * hour_us);
    live_reading_renew(&play->live, &(struct live_counters){ 0 }, 7 * hour_us);
    go_on(play, 100);
    keep(play, &second, 8 * hour_us);
    keep(play, &second, 9 * hour_us);
    observed_init(&all);
    assert_int_equal(store_read_observed(store, &all, &why), 0);
    assert_int_equal(all.captures.count, 2);
    assert_int_equal(all.captures.items[0].live.gap, 0);
    assert_int_equal(all.captures.items[1].live.gap, 2 * hour_us);
    observed_finish(&all);
    live_run_finish(&first);
    live_run_finish(&second);
}

int main(void)
{
#define PLAYED(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        PLAYED(what_it_comes_to_is_what_the_file_says_however_often_it_was_asked),
        PLAYED(in_between_every_packet_is_in_one_conversation),
        PLAYED(a_new_run_counts_only_what_comes_after_it_began),
        PLAYED(a_run_is_old_after_a_day),
        PLAYED(losses_are_those_of_the_run),
        PLAYED(the_plant_holds_what_the_run_has_come_to_after_every_interval),
        PLAYED(an_interval_without_packets_writes_the_capture_alone),
        PLAYED(a_write_that_failed_is_made_good_by_the_next),
        PLAYED(the_gap_between_two_runs_is_measured),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
