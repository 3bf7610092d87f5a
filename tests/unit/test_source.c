#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "capture/source.h"

#include "damage.h"
#include "unit.h"

enum { RECORDS = 6, START_S = 1700000000, HEADER = 24, RECORD = 16 };

struct layout {
    uint32_t magic;
    bool big_endian;
    uint32_t snap_length;
    unsigned extra_header;
};

static const struct layout plain = { 0xa1b2c3d4, false, 65535, 0 };

static void put_u16(struct buffer *b, bool big_endian, uint16_t v)
{
    buffer_u16le(b, big_endian ? (uint16_t)((unsigned)v << 8 | v >> 8) : v);
}

static void put_u32(struct buffer *b, bool big_endian, uint32_t v)
{
    put_u16(b, big_endian, (uint16_t)(big_endian ? v >> 16 : v));
    put_u16(b, big_endian, (uint16_t)(big_endian ? v : v >> 16));
}

static void put_header(struct buffer *b, const struct layout *l)
{
    put_u32(b, l->big_endian, l->magic);
    put_u16(b, l->big_endian, 2);
    put_u16(b, l->big_endian, 4);
    put_u32(b, l->big_endian, 0);
    put_u32(b, l->big_endian, 0);
    put_u32(b, l->big_endian, l->snap_length);
    put_u32(b, l->big_endian, LINK_ETHERNET);
}

/* Record i: second START_S + i, fraction i, i + 10 bytes of value i, 100 more on the wire. */
static void put_record(struct buffer *b, const struct layout *l, uint32_t i)
{
    put_u32(b, l->big_endian, START_S + i);
    put_u32(b, l->big_endian, i);
    put_u32(b, l->big_endian, i + 10);
    put_u32(b, l->big_endian, i + 110);
    for (unsigned k = 0; k < l->extra_header; k++)
        buffer_u8(b, 0x5a);
    for (uint32_t k = 0; k < i + 10; k++)
        buffer_u8(b, (uint8_t)i);
}

static void put_junk(struct buffer *b)
{
    for (unsigned i = 0; i < RECORD; i++)
        buffer_u8(b, 0xff);
}

static struct buffer file_of(const struct layout *l)
{
    struct buffer b = BUFFER_KEPT;

    put_header(&b, l);
    for (uint32_t i = 1; i <= RECORDS; i++)
        put_record(&b, l, i);
    return b;
}

static size_t record_at(uint32_t number)
{
    size_t at = HEADER;

    for (uint32_t i = 1; i < number; i++)
        at += RECORD + i + 10;
    return at;
}

struct reading {
    uint32_t numbers[64]; /* of the records that came out, in order */
    size_t count;
    int64_t at_ns[64];
    struct source_damage damage;
    uint64_t position;
};

static struct reading read_bytes(const uint8_t *bytes, size_t size)
{
    struct reading r = { 0 };
    struct source s;
    struct packet p;
    struct problem why;

    assert_int_equal(source_over(&s, cursor_over(bytes, size), "x.pcap", &why), 0);
    while (source_next(&s, &p)) {
        volatile uint8_t last = p.captured ? p.bytes[p.captured - 1] : 0; /* ASan looks */
        assert_true(p.length >= p.captured);
        assert_true(r.count < 64);
        r.at_ns[r.count] = p.at_ns;
        r.numbers[r.count++] = last;
    }
    r.damage = s.damage;
    r.position = source_position(&s);
    source_close(&s);
    return r;
}

static struct reading read_buffer(const struct buffer *file)
{
    struct exact e = exact_copy(buffer_view(file), file->length);
    struct reading r = read_bytes(e.bytes, e.size);

    free(e.bytes);
    return r;
}

static void assert_numbers(const struct reading *r, size_t count, const uint32_t *numbers)
{
    assert_int_equal(r->count, count);
    assert_memory_equal(r->numbers, numbers, count * sizeof *numbers);
}

static void every_variant_gives_its_packets_with_their_times(void **state)
{
    (void)state;
    static const struct {
        struct layout layout;
        int64_t unit_ns;
    } cases[] = {
        { { 0xa1b2c3d4, false, 65535, 0 }, 1000 }, { { 0xa1b2c3d4, true, 65535, 0 }, 1000 },
        { { 0xa1b23c4d, false, 65535, 0 }, 1 },    { { 0xa1b23c4d, true, 65535, 0 }, 1 },
        { { 0xa1b2cd34, false, 65535, 8 }, 1000 }, { { 0xa1b2cd34, true, 0, 8 }, 1000 },
    };
    static const uint32_t all[] = { 1, 2, 3, 4, 5, 6 };

    for (size_t c = 0; c < COUNT_OF(cases); c++) {
        struct buffer file = file_of(&cases[c].layout);
        struct reading r = read_buffer(&file);
        assert_numbers(&r, RECORDS, all);
        for (int64_t i = 1; i <= RECORDS; i++)
            assert_int_equal(r.at_ns[i - 1],
                             (START_S + i) * INT64_C(1000000000) + i * cases[c].unit_ns);
        assert_false(r.damage.truncated);
        assert_int_equal(r.damage.broken_records, 0);
        assert_int_equal(r.position, file.length);
        buffer_free(&file);
    }
}

static void assert_refused(struct text content, const char *sentence)
{
    struct exact e = exact_copy(content, content.length);
    struct source s;
    struct problem why;

    assert_true(source_over(&s, cursor_over(e.bytes, e.size), "plant.pcap", &why) < 0);
    assert_string_equal(why.what, sentence);
    free(e.bytes);
}

static void what_is_no_capture_is_refused_by_name_and_rule(void **state)
{
    (void)state;
    assert_refused(TEXT(""), "plant.pcap: the file is empty, not a pcap or pcapng capture");
    assert_refused(TEXT("a"), "plant.pcap: not a pcap or pcapng capture");
    assert_refused(TEXT("time,source,target\n"), "plant.pcap: not a pcap or pcapng capture");
    assert_refused(TEXT("\x1f\x8b\x08\0\0\0\0\0"),
                   "plant.pcap: the file is compressed with gzip; unpack it first");
    assert_refused(TEXT("\x28\xb5\x2f\xfd\0\0\0\0"),
                   "plant.pcap: the file is compressed with zstd; unpack it first");
    assert_refused(TEXT("\xd4\xc3\xb2\xa1\2\0\4\0\0\0"),
                   "plant.pcap: a pcap file header takes 24 bytes; the file has 10");
    assert_refused(TEXT("\xd4\xc3\xb2\xa1\3\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0"),
                   "plant.pcap: pcap version 3.0; only 2.4 can be read");
}

static void folders_and_devices_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *path, *sentence;
    } cases[] = {
        { ".", "thing: a folder, not a capture file" },
        { "/dev/null", "thing: not a regular file; only those can be captures" },
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct source s;
        struct problem why;
        int fd = open(cases[i].path, O_RDONLY);
        assert_true(source_open(&s, fd, "thing", &why) < 0);
        assert_string_equal(why.what, cases[i].sentence);
        close(fd);
    }
}

static void a_file_on_disk_reads_like_its_bytes(void **state)
{
    (void)state;
    struct buffer file = file_of(&plain);
    FILE *disk = tmpfile();
    struct source s;
    struct packet p;
    struct problem why;
    size_t count = 0;

    assert_int_equal(fwrite(file.at, 1, file.length, disk), file.length);
    assert_int_equal(fflush(disk), 0);
    assert_int_equal(source_open(&s, fileno(disk), "x.pcap", &why), 0);
    while (source_next(&s, &p))
        assert_int_equal(p.bytes[0], ++count);
    assert_int_equal(count, RECORDS);
    source_close(&s);
    fclose(disk);
    buffer_free(&file);
}

/* Records of up to 200 000 bytes, larger than any window, and now and then damage. */
static struct buffer large_file(uint64_t *seed)
{
    struct buffer b = BUFFER_KEPT;

    put_header(&b, &plain);
    for (uint32_t i = 0; i < 300; i++) {
        bool is_large = random_next(seed) % 60 == 0, is_broken = random_next(seed) % 40 == 0;
        uint32_t length = random_next(seed) % (is_large ? 200000 : 1500);
        put_u32(&b, false, START_S + i);
        put_u32(&b, false, i);
        put_u32(&b, false, is_broken ? 0xffffffff : length);
        put_u32(&b, false, length);
        for (uint32_t k = 0; k < length; k++)
            buffer_u8(&b, (uint8_t)(i + k));
    }
    b.length -= random_next(seed) % 2 * 7;
    return b;
}

static void assert_same_through_a_window(struct buffer file)
{
    enum { BATCH = 16 };
    struct source whole, windowed;
    struct packet batch[BATCH], p;
    struct problem why;
    size_t count;
    FILE *disk = tmpfile();

    assert_int_equal(fwrite(file.at, 1, file.length, disk), file.length);
    assert_int_equal(fflush(disk), 0);
    assert_int_equal(source_over(&whole, cursor_over(file.at, file.length), "x.pcap", &why), 0);
    assert_int_equal(source_open(&windowed, fileno(disk), "x.pcap", &why), 0);
    source_read_from(&windowed, fileno(disk));
    while ((count = source_batch(&windowed, batch, BATCH)) > 0)
        for (size_t i = 0; i < count; i++) {
            assert_true(source_next(&whole, &p));
            assert_int_equal(batch[i].at_ns, p.at_ns);
            assert_int_equal(batch[i].length, p.length);
            assert_int_equal(batch[i].captured, p.captured);
            assert_memory_equal(batch[i].bytes, p.bytes, p.captured);
        }
    assert_false(source_next(&whole, &p));
    assert_memory_equal(&windowed.damage, &whole.damage, sizeof whole.damage);
    assert_int_equal(source_position(&windowed), file.length);
    source_close(&windowed);
    source_close(&whole);
    fclose(disk);
}

static void a_window_on_a_file_shows_what_the_whole_shows(void **state)
{
    (void)state;
    uint64_t seed = 8;

    for (unsigned round = 0; round < 12; round++) {
        struct buffer file = large_file(&seed);
        assert_same_through_a_window(file);
        buffer_free(&file);
    }
}

static void a_file_cut_anywhere_keeps_the_packets_before_the_cut(void **state)
{
    (void)state;
    struct buffer file = file_of(&plain);

    for (size_t size = HEADER; size < file.length; size++) {
        struct exact e = exact_copy(buffer_view(&file), size);
        struct reading r = read_bytes(e.bytes, e.size);
        uint32_t whole = 0;
        while (record_at(whole + 2) <= size)
            whole++;
        assert_int_equal(r.count, whole);
        assert_int_equal(r.damage.truncated, record_at(whole + 1) != size);
        assert_int_equal(r.damage.broken_records, 0);
        assert_int_equal(r.position, size);
        free(e.bytes);
    }
    buffer_free(&file);
}

/* The captured length of record 3 says what it cannot, what the file has not, or nothing at all. */
static void a_broken_record_is_counted_and_the_next_one_found(void **state)
{
    (void)state;
    static const uint32_t lies[] = { 0xffffffff, 262145, 262144, 150 };
    static const uint32_t rest[] = { 1, 2, 4, 5, 6 };

    for (size_t i = 0; i < COUNT_OF(lies); i++) {
        struct buffer file = file_of(&plain);
        poke_u32le(&file, record_at(3) + 8, lies[i]);
        struct reading r = read_buffer(&file);
        assert_numbers(&r, 5, rest);
        assert_int_equal(r.damage.broken_records, 1);
        assert_int_equal(r.damage.first_broken_at, record_at(3));
        assert_false(r.damage.truncated);
        buffer_free(&file);
    }
}

static void a_broken_first_record_does_not_hide_the_others(void **state)
{
    (void)state;
    static const uint32_t rest[] = { 2, 3, 4, 5, 6 };
    struct buffer file = file_of(&plain);

    poke_u32le(&file, record_at(1) + 8, 0xfffffff0);
    struct reading r = read_buffer(&file);
    assert_numbers(&r, 5, rest);
    assert_int_equal(r.damage.first_broken_at, HEADER);
    buffer_free(&file);
}

static void a_hole_of_zeros_is_one_broken_record_and_not_many_packets(void **state)
{
    (void)state;
    static const uint32_t all[] = { 1, 2 };
    struct buffer file = BUFFER_KEPT;

    put_header(&file, &plain);
    put_record(&file, &plain, 1);
    for (unsigned i = 0; i < 5000; i++)
        buffer_u8(&file, 0);
    put_record(&file, &plain, 2);
    struct reading r = read_buffer(&file);
    assert_numbers(&r, 2, all);
    assert_int_equal(r.damage.broken_records, 1);
    buffer_free(&file);
}

/* A packet may carry the bytes of another capture, or by chance something like them. */
static void after_damage_a_record_of_an_impossible_time_is_not_believed(void **state)
{
    (void)state;
    static const uint32_t believed[] = { 1, 2 };
    static const uint32_t times[][2] = { { START_S - 30 * 86400, 0 },
                                         { START_S + 30 * 86400, 0 },
                                         { START_S, 1000000 } };

    for (size_t i = 0; i < COUNT_OF(times); i++) {
        struct buffer file = BUFFER_KEPT;
        put_header(&file, &plain);
        put_record(&file, &plain, 1);
        put_junk(&file);
        for (unsigned k = 0; k < 2; k++) {
            put_u32(&file, false, times[i][0]);
            put_u32(&file, false, times[i][1]);
            put_u32(&file, false, 4);
            put_u32(&file, false, 4);
            put_u32(&file, false, 0x07070707);
        }
        put_record(&file, &plain, 2);
        struct reading r = read_buffer(&file);
        assert_numbers(&r, 2, believed);
        buffer_free(&file);
    }
}

static void after_damage_a_record_needs_another_one_or_the_end_behind_it(void **state)
{
    (void)state;
    static const uint32_t believed[] = { 1, 3, 4 };
    struct buffer file = BUFFER_KEPT;

    put_header(&file, &plain);
    put_record(&file, &plain, 1);
    put_junk(&file);
    put_record(&file, &plain, 2); /* could be part of the damage: junk follows */
    put_junk(&file);
    put_record(&file, &plain, 3);
    put_record(&file, &plain, 4);
    struct reading r = read_buffer(&file);
    assert_numbers(&r, 3, believed);
    assert_int_equal(r.damage.broken_records, 1);
    buffer_free(&file);
}

static void a_length_on_the_wire_that_no_link_carries_is_damage(void **state)
{
    (void)state;
    static const uint32_t rest[] = { 1, 2, 4, 5, 6 };
    struct buffer file = file_of(&plain);

    poke_u32le(&file, record_at(3) + 12, (1u << 24) + 1);
    struct reading r = read_buffer(&file);
    assert_numbers(&r, 5, rest);
    assert_int_equal(r.damage.broken_records, 1);
    buffer_free(&file);
}

static void damage_without_a_next_record_ends_truncated(void **state)
{
    (void)state;
    struct buffer file = BUFFER_KEPT;

    put_header(&file, &plain);
    put_record(&file, &plain, 1);
    for (unsigned i = 0; i < 100; i++)
        buffer_u8(&file, 0xee);
    struct reading r = read_buffer(&file);
    assert_int_equal(r.count, 1);
    assert_int_equal(r.damage.broken_records, 1);
    assert_true(r.damage.truncated);
    buffer_free(&file);
}

static uint64_t count_of_one(uint32_t snap_length, uint32_t captured)
{
    struct layout l = { 0xa1b2c3d4, false, snap_length, 0 };
    struct buffer file = BUFFER_KEPT;

    put_header(&file, &l);
    put_u32(&file, false, START_S);
    put_u32(&file, false, 0);
    put_u32(&file, false, captured);
    put_u32(&file, false, captured);
    for (uint32_t i = 0; i < captured; i++)
        buffer_u8(&file, 9);
    struct reading r = read_buffer(&file);
    buffer_free(&file);
    return r.count;
}

static void the_snap_length_is_believed_only_while_it_is_sane(void **state)
{
    (void)state;
    assert_int_equal(count_of_one(0, 200000), 1);
    assert_int_equal(count_of_one(0xffffffff, 200000), 1);
    assert_int_equal(count_of_one(0, 300000), 0);
    assert_int_equal(count_of_one(0xffffffff, 300000), 0);
    assert_int_equal(count_of_one(400000, 300000), 1);
}

/* Which records end in front of this byte? */
static uint32_t records_before(size_t at)
{
    uint32_t whole = 0;

    while (whole < RECORDS && record_at(whole + 2) <= at)
        whole++;
    return whole;
}

static void damaged_bytes_never_cost_the_packets_before_them(void **state)
{
    (void)state;
    struct buffer file = file_of(&plain);
    uint64_t seed = 62443;

    for (unsigned round = 0; round < 20000; round++) {
        struct exact e = exact_copy(buffer_view(&file), file.length);
        size_t first = e.size;
        for (unsigned flips = 1 + random_next(&seed) % 4; flips > 0; flips--) {
            size_t at = HEADER + random_next(&seed) % (e.size - HEADER);
            e.bytes[at] = (uint8_t)random_next(&seed);
            first = at < first ? at : first;
        }
        struct reading r = read_bytes(e.bytes, e.size);
        uint32_t untouched = records_before(first);
        assert_true(r.count >= untouched);
        for (uint32_t i = 0; i < untouched; i++)
            assert_int_equal(r.numbers[i], i + 1);
        free(e.bytes);
    }
    buffer_free(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_variant_gives_its_packets_with_their_times),
        cmocka_unit_test(what_is_no_capture_is_refused_by_name_and_rule),
        cmocka_unit_test(folders_and_devices_are_refused),
        cmocka_unit_test(a_file_on_disk_reads_like_its_bytes),
        cmocka_unit_test(a_window_on_a_file_shows_what_the_whole_shows),
        cmocka_unit_test(a_file_cut_anywhere_keeps_the_packets_before_the_cut),
        cmocka_unit_test(a_broken_record_is_counted_and_the_next_one_found),
        cmocka_unit_test(a_broken_first_record_does_not_hide_the_others),
        cmocka_unit_test(a_hole_of_zeros_is_one_broken_record_and_not_many_packets),
        cmocka_unit_test(after_damage_a_record_of_an_impossible_time_is_not_believed),
        cmocka_unit_test(after_damage_a_record_needs_another_one_or_the_end_behind_it),
        cmocka_unit_test(a_length_on_the_wire_that_no_link_carries_is_damage),
        cmocka_unit_test(damage_without_a_next_record_ends_truncated),
        cmocka_unit_test(the_snap_length_is_believed_only_while_it_is_sane),
        cmocka_unit_test(damaged_bytes_never_cost_the_packets_before_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
