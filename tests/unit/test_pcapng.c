#include "capture/source.h"

#include "damage.h"
#include "unit.h"

/*
 * Blocks are written through a small writer that knows both byte orders.  A
 * packet is known again by its bytes: `captured` times the same letter.
 */
struct writer {
    struct buffer b;
    bool big_endian;
    size_t block_at;
};

static void u16(struct writer *w, uint16_t v)
{
    buffer_u16le(&w->b, w->big_endian ? (uint16_t)((unsigned)v << 8 | v >> 8) : v);
}

static void u32(struct writer *w, uint32_t v)
{
    u16(w, (uint16_t)(w->big_endian ? v >> 16 : v));
    u16(w, (uint16_t)(w->big_endian ? v : v >> 16));
}

static void block_begin(struct writer *w, uint32_t type)
{
    w->block_at = w->b.length;
    u32(w, type);
    u32(w, 0); /* known at the end */
}

static void block_end(struct writer *w)
{
    size_t end = w->b.length + 4;
    uint32_t length = (uint32_t)(end - w->block_at);

    w->b.length = w->block_at + 4;
    u32(w, length);
    w->b.length = end - 4;
    u32(w, length);
}

static void letters(struct writer *w, char letter, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        buffer_char(&w->b, letter);
    while ((w->b.length - w->block_at) % 4)
        buffer_char(&w->b, 0);
}

static void section(struct writer *w)
{
    block_begin(w, 0x0a0d0d0a);
    u32(w, 0x1a2b3c4d);
    u16(w, 1);
    u16(w, 0);
    u32(w, 0xffffffff); /* section length: not known */
    u32(w, 0xffffffff);
    block_end(w);
}

struct writer_options {
    uint32_t snap_length;
    int resolution; /* -1: not said */
    int64_t offset_s;
};

static void interface(struct writer *w, uint16_t link, struct writer_options o)
{
    uint64_t offset = (uint64_t)o.offset_s;

    block_begin(w, 1);
    u16(w, link);
    u16(w, 0);
    u32(w, o.snap_length);
    u16(w, 2); /* the name */
    u16(w, 3);
    letters(w, 'n', 3);
    if (o.resolution >= 0) {
        u16(w, 9);
        u16(w, 1);
        buffer_u8(&w->b, (uint8_t)o.resolution);
        letters(w, 0, 0);
    }
    u16(w, 14);
    u16(w, 8);
    u32(w, (uint32_t)(w->big_endian ? offset >> 32 : offset));
    u32(w, (uint32_t)(w->big_endian ? offset : offset >> 32));
    u32(w, 0); /* end of options */
    block_end(w);
}

static const struct writer_options usual = { .resolution = -1 };

static void packet(struct writer *w, uint32_t on, uint64_t ticks, char letter, uint32_t captured)
{
    block_begin(w, 6);
    u32(w, on);
    u32(w, (uint32_t)(ticks >> 32));
    u32(w, (uint32_t)ticks);
    u32(w, captured);
    u32(w, captured + 100);
    letters(w, letter, captured);
    block_end(w);
}

struct reading {
    char letters[65]; /* one per packet */
    size_t count;
    int64_t at_ns[64];
    uint32_t captured[64], length[64];
    uint16_t link[64];
    struct source_damage damage;
};

static struct reading read_bytes(const uint8_t *bytes, size_t size)
{
    struct reading r = { 0 };
    struct source s;
    struct packet p;
    struct problem why;

    assert_int_equal(source_over(&s, cursor_over(bytes, size), "x.pcapng", &why), 0);
    while (source_next(&s, &p)) {
        assert_true(r.count < 64);
        r.letters[r.count] = p.captured ? (char)p.bytes[p.captured - 1] : '-'; /* ASan looks */
        r.at_ns[r.count] = p.at_ns;
        r.captured[r.count] = p.captured;
        r.length[r.count] = p.length;
        r.link[r.count++] = p.link;
    }
    assert_int_equal(source_position(&s), size);
    r.damage = s.damage;
    source_close(&s);
    return r;
}

static struct reading read_writer(struct writer *w)
{
    struct exact e = exact_copy(buffer_view(&w->b), w->b.length);
    struct reading r = read_bytes(e.bytes, e.size);

    free(e.bytes);
    buffer_free(&w->b);
    return r;
}

#define WRITER(order)                                                                              \
    {                                                                                              \
        .b = BUFFER_KEPT, .big_endian = (order)                                                    \
    }

static void both_byte_orders_and_several_sections_are_read(void **state)
{
    (void)state;
    struct writer w = WRITER(false);

    for (unsigned turn = 0; turn < 3; turn++) {
        w.big_endian = turn == 1;
        section(&w);
        interface(&w, turn ? LINK_RAW : LINK_ETHERNET, usual);
        packet(&w, 0, 1700000000000000 + turn, (char)('a' + turn), 5 + turn);
    }
    struct reading r = read_writer(&w);
    assert_string_equal(r.letters, "abc");
    for (unsigned i = 0; i < 3; i++) {
        assert_int_equal(r.at_ns[i], (1700000000000000 + i) * 1000);
        assert_int_equal(r.captured[i], 5 + i);
        assert_int_equal(r.length[i], 105 + i);
        assert_int_equal(r.link[i], i ? LINK_RAW : LINK_ETHERNET);
    }
}

static void times_follow_resolution_and_offset(void **state)
{
    (void)state;
    static const struct {
        int resolution;
        int64_t offset_s;
        uint64_t ticks;
        int64_t at_ns;
    } cases[] = {
        { -1, 0, 1234567, 1234567000 },
        { 6, 0, 1234567, 1234567000 },
        { 9, 0, 1234567, 1234567 },
        { 3, 0, 1700000000123, 1700000000123000000 },
        { 0, 0, 1700000000, 1700000000000000000 },
        { 12, 0, 1234567000, 1234567 },
        { 0x80 | 1, 0, 3, 1500000000 },
        { 0x80 | 20, 0, (UINT64_C(5) << 20) + (1 << 19), 5500000000 },
        { 0x80 | 63, 0, (UINT64_C(1) << 63) + (UINT64_C(1) << 61), 1250000000 },
        { 6, 1700000000, 250000, 1700000000250000000 },
        { 6, -10, 11500000, 1500000000 },
        { 0x80 | 64, 0, 77, 0 }, /* such ticks cannot be counted */
        { 20, 0, 77, 0 },        /* nor these */
        { 0, 0, UINT64_MAX, 0 }, /* far beyond the years that fit */
        { 6, INT64_MAX, 1, 0 },
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct writer w = WRITER(i % 2);
        section(&w);
        interface(&w, LINK_ETHERNET,
                  (struct writer_options){ 0, cases[i].resolution, cases[i].offset_s });
        packet(&w, 0, cases[i].ticks, 'x', 4);
        struct reading r = read_writer(&w);
        assert_int_equal(r.count, 1);
        assert_int_equal(r.at_ns[0], cases[i].at_ns);
    }
}

static void simple_packets_have_no_time_and_are_clipped_by_the_snap_length(void **state)
{
    (void)state;
    struct writer w = WRITER(false);

    section(&w);
    interface(&w, LINK_ETHERNET, (struct writer_options){ 6, -1, 0 });
    block_begin(&w, 3);
    u32(&w, 90);
    letters(&w, 's', 6);
    block_end(&w);
    block_begin(&w, 3);
    u32(&w, 5);
    letters(&w, 't', 5);
    block_end(&w);
    struct reading r = read_writer(&w);
    assert_string_equal(r.letters, "st");
    assert_int_equal(r.at_ns[0], 0);
    assert_int_equal(r.captured[0], 6);
    assert_int_equal(r.length[0], 90);
    assert_int_equal(r.captured[1], 5);
}

static void obsolete_packets_are_read_and_other_blocks_passed_over(void **state)
{
    (void)state;
    static const uint32_t others[] = { 4, 5, 10, 0x0bad, 0x80000001 };
    struct writer w = WRITER(true);

    section(&w);
    interface(&w, LINK_ETHERNET, usual);
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        block_begin(&w, others[i]);
        letters(&w, 'z', 20);
        block_end(&w);
    }
    block_begin(&w, 2);
    u16(&w, 0); /* interface */
    u16(&w, 7); /* dropped */
    u32(&w, 0);
    u32(&w, 42);
    u32(&w, 3);
    u32(&w, 60);
    letters(&w, 'o', 3);
    block_end(&w);
    struct reading r = read_writer(&w);
    assert_string_equal(r.letters, "o");
    assert_int_equal(r.at_ns[0], 42000);
    assert_int_equal(r.length[0], 60);
    assert_int_equal(r.damage.broken_records, 0);
}

static void packets_of_an_interface_never_described_are_counted(void **state)
{
    (void)state;
    struct writer w = WRITER(false);

    section(&w);
    packet(&w, 0, 1, 'a', 4);
    interface(&w, LINK_ETHERNET, usual);
    packet(&w, 1, 1, 'b', 4);
    packet(&w, 0, 1, 'c', 4);
    section(&w); /* and it forgets the interfaces of the one before */
    packet(&w, 0, 1, 'd', 4);
    struct reading r = read_writer(&w);
    assert_string_equal(r.letters, "c");
    assert_int_equal(r.damage.unknown_interfaces, 3);
    assert_int_equal(r.damage.broken_records, 0);
}

static void a_packet_larger_than_its_block_is_broken_and_the_rest_is_read(void **state)
{
    (void)state;
    struct writer w = WRITER(false);

    section(&w);
    interface(&w, LINK_ETHERNET, usual);
    size_t at = w.b.length;
    packet(&w, 0, 1, 'a', 8);
    poke_u32le(&w.b, at + 20, 9);
    packet(&w, 0, 1, 'b', 8);
    struct reading r = read_writer(&w);
    assert_string_equal(r.letters, "b");
    assert_int_equal(r.damage.broken_records, 1);
    assert_int_equal(r.damage.first_broken_at, at);
}

/* Packets a, b, c; b begins at `b_at`, c at `c_at`. */
static struct writer three_packets(size_t *b_at, size_t *c_at)
{
    struct writer w = WRITER(false);

    section(&w);
    interface(&w, LINK_ETHERNET, usual);
    packet(&w, 0, 1, 'a', 8);
    *b_at = w.b.length;
    packet(&w, 0, 2, 'b', 8);
    *c_at = w.b.length;
    packet(&w, 0, 3, 'c', 8);
    return w;
}

static void lengths_that_disagree_cost_only_their_own_block(void **state)
{
    (void)state;
    static const uint32_t lies[] = { 0, 8, 11, 36, 44, 4000, 0xffffffff };
    size_t b_at, c_at;

    for (size_t i = 0; i < COUNT_OF(lies); i++)
        for (unsigned trailing = 0; trailing < 2; trailing++) {
            struct writer w = three_packets(&b_at, &c_at);
            poke_u32le(&w.b, trailing ? c_at - 4 : b_at + 4, lies[i]);
            struct reading r = read_writer(&w);
            assert_string_equal(r.letters, "ac");
            assert_int_equal(r.damage.broken_records, 1);
            assert_int_equal(r.damage.first_broken_at, b_at);
            assert_false(r.damage.truncated);
        }
}

static void a_last_block_whose_lengths_disagree_is_broken_and_not_only_cut(void **state)
{
    (void)state;
    size_t b_at, c_at;
    struct writer w = three_packets(&b_at, &c_at);

    poke_u32le(&w.b, w.b.length - 4, 44);
    struct reading r = read_writer(&w);
    assert_string_equal(r.letters, "ab");
    assert_int_equal(r.damage.broken_records, 1);
    assert_int_equal(r.damage.first_broken_at, c_at);
}

static void after_damage_a_block_too_short_for_its_type_is_not_believed(void **state)
{
    (void)state;
    struct writer w = WRITER(false);

    section(&w);
    interface(&w, LINK_ETHERNET, usual);
    size_t at = w.b.length;
    u32(&w, 0xffffffff);
    u32(&w, 0xffffffff);
    block_begin(&w, 1); /* an interface of no bytes */
    block_end(&w);
    packet(&w, 0, 1, 'a', 8);
    struct reading r = read_writer(&w);
    assert_string_equal(r.letters, "a");
    assert_int_equal(r.damage.broken_records, 1);
    assert_int_equal(r.damage.first_broken_at, at);
}

static void what_is_no_usable_section_is_refused(void **state)
{
    (void)state;
    const struct {
        struct text content;
        const char *sentence;
    } cases[] = {
        { TEXT("\n\r\r\n\x1c\0\0\0????\1\0\0\0"),
          "x.pcapng: a pcapng section header without its byte-order magic" },
        { TEXT("\n\r\r\n\x1c\0\0\0\x4d\x3c\x2b\x1a\1\0\0\0"),
          "x.pcapng: the pcapng section header is cut short or its lengths disagree" },
        { TEXT("\n\r\r\n\x1c\0\0\0\x4d\x3c\x2b\x1a\2\0\0\0\0\0\0\0\0\0\0\0\x1c\0\0\0"),
          "x.pcapng: pcapng version 2; only 1 can be read" },
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct exact e = exact_copy(cases[i].content, cases[i].content.length);
        struct source s;
        struct problem why;
        assert_true(source_over(&s, cursor_over(e.bytes, e.size), "x.pcapng", &why) < 0);
        assert_string_equal(why.what, cases[i].sentence);
        free(e.bytes);
    }
}

/* Sizes at which the file may end without harm: where a block ends. */
struct ends {
    size_t at[64];
    size_t packets[64];
    size_t count;
};

static struct writer many_blocks(struct ends *ends)
{
    struct writer w = WRITER(false);
    size_t packets = 0;

    *ends = (struct ends){ 0 };
    for (unsigned i = 0; i < 12; i++) {
        if (i % 6 == 0)
            section(&w);
        else if (i % 6 == 1)
            interface(&w, LINK_ETHERNET, usual);
        else
            packet(&w, 0, i, (char)('a' + packets++), 5 + i);
        ends->at[ends->count] = w.b.length;
        ends->packets[ends->count++] = packets;
    }
    return w;
}

static void a_file_cut_anywhere_keeps_the_packets_before_the_cut(void **state)
{
    (void)state;
    struct ends ends;
    struct writer w = many_blocks(&ends);

    for (size_t size = ends.at[0], k = 0; size < w.b.length; size++) {
        while (ends.at[k + 1] <= size)
            k++;
        struct exact e = exact_copy(buffer_view(&w.b), size);
        struct reading r = read_bytes(e.bytes, e.size);
        assert_int_equal(r.count, ends.packets[k]);
        assert_int_equal(r.damage.truncated, ends.at[k] != size);
        assert_int_equal(r.damage.broken_records, 0);
        free(e.bytes);
    }
    buffer_free(&w.b);
}

static void damaged_bytes_never_cost_the_packets_before_them(void **state)
{
    (void)state;
    struct ends ends;
    struct writer w = many_blocks(&ends);
    uint64_t seed = 62443;

    for (unsigned round = 0; round < 20000; round++) {
        struct exact e = exact_copy(buffer_view(&w.b), w.b.length);
        size_t first = e.size, k = 0;
        for (unsigned flips = 1 + random_next(&seed) % 4; flips > 0; flips--) {
            size_t at = ends.at[0] + random_next(&seed) % (e.size - ends.at[0]);
            e.bytes[at] = (uint8_t)random_next(&seed);
            first = at < first ? at : first;
        }
        while (k + 1 < ends.count && ends.at[k + 1] <= first)
            k++;
        struct reading r = read_bytes(e.bytes, e.size);
        assert_true(r.count >= ends.packets[k]);
        assert_memory_equal(r.letters, "abcdefghijkl", ends.packets[k]);
        free(e.bytes);
    }
    buffer_free(&w.b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_byte_orders_and_several_sections_are_read),
        cmocka_unit_test(times_follow_resolution_and_offset),
        cmocka_unit_test(simple_packets_have_no_time_and_are_clipped_by_the_snap_length),
        cmocka_unit_test(obsolete_packets_are_read_and_other_blocks_passed_over),
        cmocka_unit_test(packets_of_an_interface_never_described_are_counted),
        cmocka_unit_test(a_packet_larger_than_its_block_is_broken_and_the_rest_is_read),
        cmocka_unit_test(lengths_that_disagree_cost_only_their_own_block),
        cmocka_unit_test(a_last_block_whose_lengths_disagree_is_broken_and_not_only_cut),
        cmocka_unit_test(after_damage_a_block_too_short_for_its_type_is_not_believed),
        cmocka_unit_test(what_is_no_usable_section_is_refused),
        cmocka_unit_test(a_file_cut_anywhere_keeps_the_packets_before_the_cut),
        cmocka_unit_test(damaged_bytes_never_cost_the_packets_before_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
