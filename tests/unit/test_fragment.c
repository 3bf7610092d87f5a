#include "capture/fragment.h"

#include <string.h>

#include "unit.h"

static const int64_t second_ns = 1000000000;
static uint8_t letters[65536 + 64];

static int fill_letters(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof letters; i++)
        letters[i] = (uint8_t)(i * 7 + i / 256);
    return 0;
}

static struct fragment_key key_of(enum address_kind kind, uint32_t identification)
{
    static const uint8_t bytes[16] = { 10, 0, 0, 1, 5 };
    struct address a = kind == ADDRESS_IPV4 ? address_ipv4(bytes) : address_ipv6(bytes);

    return (struct fragment_key){ a, a, identification, 17 };
}

/* Bytes [offset, offset + length) of the datagram that `letters` is. */
static bool add(struct fragments *f, struct fragment_key key, uint32_t offset, size_t length,
                bool more, struct cursor *whole)
{
    return fragments_add(f, &key, offset, more, cursor_over(letters + offset, length), second_ns,
                         whole);
}

static void assert_letters(struct cursor whole, size_t length)
{
    assert_int_equal(whole.left, length);
    assert_memory_equal(whole.next, letters, length);
}

static void fragments_in_any_order_make_the_datagram(void **state)
{
    (void)state;
    static const struct {
        uint32_t offset;
        size_t length;
        bool more;
    } parts[] = { { 0, 24, true }, { 24, 16, true }, { 40, 5, false } };
    static const unsigned orders[][3] = { { 0, 1, 2 }, { 0, 2, 1 }, { 1, 0, 2 },
                                          { 1, 2, 0 }, { 2, 0, 1 }, { 2, 1, 0 } };
    struct fragments *f = fragments_create();
    struct cursor whole;

    for (uint32_t o = 0; o < 6; o++)
        for (unsigned i = 0; i < 3; i++) {
            unsigned k = orders[o][i];
            bool done = add(f, key_of(ADDRESS_IPV4, o), parts[k].offset, parts[k].length,
                            parts[k].more, &whole);
            assert_int_equal(done, i == 2);
            if (done)
                assert_letters(whole, 45);
        }
    assert_int_equal(fragments_dropped(f), 0);
    fragments_destroy(f);
}

static void datagrams_that_differ_in_any_part_of_their_key_stay_apart(void **state)
{
    (void)state;
    struct fragments *f = fragments_create();
    struct fragment_key first = key_of(ADDRESS_IPV4, 1), other[4] = { first, first, first, first };
    struct cursor whole;

    other[0].identification++;
    other[1].protocol++;
    other[2].source.bytes[3]++;
    other[3].target.bytes[3]++;
    assert_false(add(f, first, 0, 8, true, &whole));
    for (unsigned i = 0; i < 4; i++)
        assert_false(add(f, other[i], 8, 8, false, &whole));
    assert_true(add(f, first, 8, 8, false, &whole));
    fragments_destroy(f);
}

static void the_largest_datagram_fits_and_a_larger_one_is_dropped(void **state)
{
    (void)state;
    struct fragments *f = fragments_create();
    struct cursor whole;

    assert_false(add(f, key_of(ADDRESS_IPV4, 1), 0, 65528, true, &whole));
    assert_true(add(f, key_of(ADDRESS_IPV4, 1), 65528, 7, false, &whole));
    assert_letters(whole, 65535);
    assert_false(add(f, key_of(ADDRESS_IPV4, 2), 0, 65528, true, &whole));
    assert_false(add(f, key_of(ADDRESS_IPV4, 2), 65528, 8, false, &whole));
    assert_int_equal(fragments_dropped(f), 1);
    fragments_destroy(f);
}

static bool add_forged(struct fragments *f, struct fragment_key key)
{
    static const uint8_t forged[16] = "forged forged !";
    struct cursor whole;

    return fragments_add(f, &key, 8, true, cursor_over(forged, 16), second_ns, &whole);
}

static void overlapping_ipv4_fragments_keep_what_came_first(void **state)
{
    (void)state;
    struct fragments *f = fragments_create();
    struct cursor whole;

    assert_false(add(f, key_of(ADDRESS_IPV4, 1), 0, 24, true, &whole));
    assert_false(add_forged(f, key_of(ADDRESS_IPV4, 1)));
    assert_true(add(f, key_of(ADDRESS_IPV4, 1), 24, 8, false, &whole));
    assert_letters(whole, 32);
    fragments_destroy(f);
}

static void overlapping_ipv6_fragments_end_the_datagram_but_repeated_ones_do_not(void **state)
{
    (void)state;
    struct fragments *f = fragments_create();
    struct cursor whole;

    assert_false(add(f, key_of(ADDRESS_IPV6, 1), 0, 24, true, &whole));
    assert_false(add(f, key_of(ADDRESS_IPV6, 1), 0, 24, true, &whole));
    assert_int_equal(fragments_dropped(f), 0);
    assert_false(add_forged(f, key_of(ADDRESS_IPV6, 1)));
    assert_int_equal(fragments_dropped(f), 1);
    assert_false(add(f, key_of(ADDRESS_IPV6, 1), 24, 8, false, &whole));
    fragments_destroy(f);
}

static void fragments_that_contradict_the_length_end_the_datagram(void **state)
{
    (void)state;
    static const struct {
        uint32_t offset;
        size_t length;
        bool more;
    } wrong[] = {
        { 16, 8, true }, /* behind the end */
        { 0, 8, false }, /* another end */
        { 0, 12, true }, /* not whole units, though more follow */
    };
    struct fragments *f = fragments_create();
    struct cursor whole;

    for (uint32_t i = 0; i < 3; i++) {
        assert_false(add(f, key_of(ADDRESS_IPV4, i), 8, 8, false, &whole));
        assert_false(add(f, key_of(ADDRESS_IPV4, i), wrong[i].offset, wrong[i].length,
                         wrong[i].more, &whole));
        assert_int_equal(fragments_dropped(f), i + 1);
    }
    fragments_destroy(f);
}

static void an_end_in_front_of_bytes_already_seen_ends_the_datagram(void **state)
{
    (void)state;
    struct fragments *f = fragments_create();
    struct cursor whole;

    assert_false(add(f, key_of(ADDRESS_IPV4, 1), 0, 32, true, &whole));
    assert_false(add(f, key_of(ADDRESS_IPV4, 1), 8, 8, false, &whole));
    assert_int_equal(fragments_dropped(f), 1);
    fragments_destroy(f);
}

static void when_all_places_are_taken_the_oldest_gives_way_and_is_counted(void **state)
{
    (void)state;
    struct fragments *f = fragments_create();
    struct cursor whole;

    for (uint32_t i = 0; i <= FRAGMENTS_MOST; i++)
        assert_false(add(f, key_of(ADDRESS_IPV4, i), 0, 8, true, &whole));
    assert_int_equal(fragments_dropped(f), 1);
    for (uint32_t i = 1; i <= FRAGMENTS_MOST; i++)
        assert_true(add(f, key_of(ADDRESS_IPV4, i), 8, 8, false, &whole));
    assert_false(add(f, key_of(ADDRESS_IPV4, 0), 8, 8, false, &whole));
    fragments_destroy(f);
}

static bool completes_after(int64_t started_ns, int64_t ended_ns)
{
    struct fragments *f = fragments_create();
    struct fragment_key key = key_of(ADDRESS_IPV4, 1);
    struct cursor whole;

    assert_false(fragments_add(f, &key, 0, true, cursor_over(letters, 8), started_ns, &whole));
    bool done = fragments_add(f, &key, 8, false, cursor_over(letters, 8), ended_ns, &whole);
    assert_int_equal(fragments_dropped(f), !done);
    fragments_destroy(f);
    return done;
}

static void a_datagram_waits_thirty_seconds_and_no_longer(void **state)
{
    (void)state;
    assert_true(completes_after(5 * second_ns, 35 * second_ns));
    assert_false(completes_after(5 * second_ns, 35 * second_ns + 1));
    assert_true(
        completes_after(5 * second_ns, 4 * second_ns)); /* captures are not always in order */
    assert_true(completes_after(0, 0));
    assert_false(completes_after(INT64_MIN, INT64_MAX));
}

/* What was put together may itself hold a fragment: it is lent memory. */
static void a_fragment_inside_the_datagram_given_out_last_is_read_before_that_goes(void **state)
{
    (void)state;
    struct fragments *f = fragments_create();
    struct fragment_key inner = key_of(ADDRESS_IPV6, 2);
    struct cursor whole;

    assert_false(add(f, key_of(ADDRESS_IPV6, 1), 0, 8, true, &whole));
    assert_true(add(f, key_of(ADDRESS_IPV6, 1), 8, 8, false, &whole));
    assert_false(fragments_add(f, &inner, 0, true, whole, second_ns, &whole));
    assert_true(add(f, inner, 16, 3, false, &whole));
    assert_letters(whole, 19);
    fragments_destroy(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fragments_in_any_order_make_the_datagram),
        cmocka_unit_test(datagrams_that_differ_in_any_part_of_their_key_stay_apart),
        cmocka_unit_test(the_largest_datagram_fits_and_a_larger_one_is_dropped),
        cmocka_unit_test(overlapping_ipv4_fragments_keep_what_came_first),
        cmocka_unit_test(overlapping_ipv6_fragments_end_the_datagram_but_repeated_ones_do_not),
        cmocka_unit_test(fragments_that_contradict_the_length_end_the_datagram),
        cmocka_unit_test(an_end_in_front_of_bytes_already_seen_ends_the_datagram),
        cmocka_unit_test(when_all_places_are_taken_the_oldest_gives_way_and_is_counted),
        cmocka_unit_test(a_datagram_waits_thirty_seconds_and_no_longer),
        cmocka_unit_test(a_fragment_inside_the_datagram_given_out_last_is_read_before_that_goes),
    };
    return cmocka_run_group_tests(tests, fill_letters, NULL);
}
