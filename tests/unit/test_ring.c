/*
 * test_ring.c - raw packets on disk: within the bound, whole, and found by time,
 * whatever a reader sends and whatever was left in the folder.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "capture/source.h"
#include "sensor/outlet.h"
#include "sensor/ring.h"

#include "unit.h"

static const char *const interfaces[] = { "eth1", "eth2" };
static const moment_us second_us = 1000000;

static struct {
    char path[64];
    int fd;
    struct ring ring;
} folder;

static void open_ring(uint64_t most)
{
    struct ring_options options = { folder.fd, most, LINK_ETHERNET, 2, interfaces };
    struct problem why = { 0 };

    assert_int_equal(ring_open(&folder.ring, &options, &why), 0);
}

static int begin(void **state)
{
    (void)state;
    strcpy(folder.path, "/tmp/bulkhead-ring-XXXXXX");
    if (!mkdtemp(folder.path))
        return -1;
    folder.fd = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    open_ring(RING_LEAST);
    return 0;
}

static int end(void **state)
{
    char command[96];

    (void)state;
    ring_close(&folder.ring);
    close(folder.fd);
    snprintf(command, sizeof command, "rm -rf '%s'", folder.path);
    return system(command);
}

/* A parcel of so many packets of so many bytes, from a moment on. */
static struct buffer parcel_of(unsigned packets, uint32_t size, moment_us from)
{
    struct buffer b = BUFFER_KEPT;

    buffer_u16le(&b, LINK_ETHERNET);
    for (unsigned i = 0; i < packets; i++) {
        buffer_u64le(&b, (uint64_t)(from + i) * 1000);
        buffer_u32le(&b, size + 4);
        buffer_u32le(&b, size);
        for (uint32_t k = 0; k < size; k++)
            buffer_char(&b, 'p');
    }
    return b;
}

static void keep(size_t interface, unsigned packets, uint32_t size, moment_us from)
{
    struct buffer b = parcel_of(packets, size, from);

    ring_keep(&folder.ring, interface, cursor_over(b.at, b.length), from);
    buffer_free(&b);
}

static unsigned packets_in(const char *name)
{
    struct problem why = { 0 };
    struct source source;
    struct packet p;
    unsigned count = 0;
    int fd = openat(folder.fd, name, O_RDONLY | O_CLOEXEC);

    assert_true(fd >= 0);
    assert_int_equal(source_open(&source, fd, name, &why), 0);
    for (; source_next(&source, &p); count++)
        assert_int_equal(p.length, p.captured + 4);
    assert_false(source.damage.truncated);
    assert_int_equal(source.damage.broken_records, 0);
    source_close(&source);
    close(fd);
    return count;
}

static bool is_there(const char *name)
{
    return faccessat(folder.fd, name, F_OK, 0) == 0;
}

static void a_file_is_named_by_its_first_moment_and_is_whole_when_closed(void **state)
{
    (void)state;
    keep(0, 3, 60, 1795408224123456);
    keep(0, 2, 61, 1795408225000000);
    assert_true(is_there("eth1-20261123T043024.123456Z.pcapng.part"));
    ring_close(&folder.ring);
    assert_false(is_there("eth1-20261123T043024.123456Z.pcapng.part"));
    assert_int_equal(packets_in("eth1-20261123T043024.123456Z.pcapng"), 5);
    assert_int_equal(folder.ring.counts[0].kept, 5);
}

static void an_hour_is_a_file(void **state)
{
    (void)state;
    keep(0, 1, 60, second_us);
    keep(0, 1, 60, 3600 * second_us);
    assert_int_equal(folder.ring.closed.count, 0);
    keep(0, 1, 60, 3601 * second_us);
    assert_int_equal(folder.ring.closed.count, 1);
    ring_tick(&folder.ring, 7202 * second_us);
    assert_int_equal(folder.ring.closed.count, 2);
}

static void the_bound_holds_and_the_oldest_goes_first_whichever_interface_it_is_of(void **state)
{
    (void)state;
    keep(1, 1, 60, second_us);
    for (unsigned i = 2; i < 2000; i++) {
        keep(0, 10, 1500, i * second_us);
        assert_true(folder.ring.bytes <= RING_LEAST);
    }
    assert_false(is_there("eth2-19700101T000001.000000Z.pcapng"));
    assert_true(folder.ring.bytes > RING_LEAST * 3 / 4);
    for (size_t i = 1; i < folder.ring.closed.count; i++)
        assert_true(folder.ring.closed.items[i - 1].from < folder.ring.closed.items[i].from);
}

static void what_is_no_parcel_is_refused_and_harms_nothing(void **state)
{
    (void)state;
    struct buffer b = parcel_of(2, 60, second_us);

    for (size_t length = 0; length < b.length; length++)
        ring_keep(&folder.ring, 0, cursor_over(b.at, length), second_us);
    assert_int_equal(folder.ring.counts[0].kept, 1); /* cut exactly behind the first packet */
    buffer_free(&b);

    struct buffer lie = BUFFER_KEPT;
    buffer_u16le(&lie, LINK_ETHERNET);
    buffer_u64le(&lie, 1);
    buffer_u32le(&lie, UINT32_MAX);
    buffer_u32le(&lie, UINT32_MAX);
    ring_keep(&folder.ring, 0, cursor_over(lie.at, lie.length), second_us);
    buffer_free(&lie);
    ring_close(&folder.ring);
    assert_int_equal(packets_in("eth1-19700101T000001.000000Z.pcapng"), 1);
}

static void what_was_left_open_is_cut_at_every_length_behind_its_last_whole_packet(void **state)
{
    (void)state;
    static const char name[] = "eth1-19700101T000001.000000Z.pcapng";
    char part[64], bytes[4096];

    keep(0, 4, 60, second_us);
    ring_close(&folder.ring);
    int fd = openat(folder.fd, name, O_RDONLY | O_CLOEXEC);
    ssize_t size = read(fd, bytes, sizeof bytes);
    close(fd);
    size_t block = 32 + 60, start = (size_t)size - 4 * block;
    snprintf(part, sizeof part, "%s.part", name);
    for (size_t length = 0; length <= (size_t)size; length++) {
        unlinkat(folder.fd, name, 0);
        fd = openat(folder.fd, part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        assert_int_equal(write(fd, bytes, length), length);
        close(fd);
        open_ring(RING_LEAST);
        unsigned whole = length < start ? 0 : (unsigned)((length - start) / block);
        assert_false(is_there(part));
        assert_int_equal(is_there(name), whole > 0);
        if (whole)
            assert_int_equal(packets_in(name), whole);
        ring_close(&folder.ring);
    }
}

static void files_of_other_names_are_never_touched(void **state)
{
    (void)state;
    static const char *const others[] = { "notes.txt", "eth1.pcapng", "eth1-2026.pcapng",
                                          "eth1-20261399T043024.123456Z.pcapng",
                                          "-19700101T000001.000000Z.pcapng" };

    ring_close(&folder.ring);
    for (size_t i = 0; i < COUNT_OF(others); i++)
        close(openat(folder.fd, others[i], O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    open_ring(RING_LEAST);
    assert_int_equal(folder.ring.closed.count, 0);
    for (unsigned i = 2; i < 1500; i++)
        keep(0, 10, 1500, i * second_us);
    for (size_t i = 0; i < COUNT_OF(others); i++)
        assert_true(is_there(others[i]));
}

static void an_outlet_that_nobody_empties_refuses_and_counts(void **state)
{
    (void)state;
    static const uint8_t bytes[1500];
    struct packet p = { .bytes = bytes, .captured = sizeof bytes, .length = sizeof bytes };
    struct outlet o = { .fd = open("/dev/null", O_WRONLY | O_CLOEXEC), .link = LINK_ETHERNET };
    uint64_t put = 20000;

    for (uint64_t i = 0; i < put; i++)
        outlet_put(&o, &p);
    assert_true(o.queued <= OUTLET_MOST);
    assert_in_range(o.refused, put - OUTLET_MOST / sizeof bytes, put - OUTLET_MOST / 1600);
    uint64_t refused = o.refused;
    outlet_send(&o);
    assert_false(outlet_waits(&o));
    assert_int_equal(o.refused, refused);
    outlet_put(&o, &p);
    outlet_give_up(&o);
    assert_int_equal(o.refused, refused + 1);
    assert_int_equal(o.queued, 0);
    close(o.fd);
}

int main(void)
{
#define IN_FOLDER(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        IN_FOLDER(a_file_is_named_by_its_first_moment_and_is_whole_when_closed),
        IN_FOLDER(an_hour_is_a_file),
        IN_FOLDER(the_bound_holds_and_the_oldest_goes_first_whichever_interface_it_is_of),
        IN_FOLDER(what_is_no_parcel_is_refused_and_harms_nothing),
        IN_FOLDER(what_was_left_open_is_cut_at_every_length_behind_its_last_whole_packet),
        IN_FOLDER(files_of_other_names_are_never_touched),
        cmocka_unit_test(an_outlet_that_nobody_empties_refuses_and_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
