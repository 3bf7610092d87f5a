/* Digests against the test values of their specifications, and wide text. */
#include "proto/digest.h"
#include "proto/md5.h"
#include "proto/wide.h"

#include "unit.h"

static struct cursor bytes(const char *of)
{
    return cursor_over(of, text_of(of).length);
}

/* Source: RFC 1321, A.5. */
static void md5_gives_the_test_suite_of_its_specification(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        { "", "d41d8cd98f00b204e9800998ecf8427e" },
        { "a", "0cc175b9c0f1b6a831c399e269772661" },
        { "message digest", "f96b697d7cb7938d525a2f31aaf161d0" },
        { "abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b" },
        { "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
          "d174ab98d277d9f5a5611c2c9f419d9f" },
        { "12345678901234567890123456789012345678901234567890123456789012345678901234567890",
          "57edf4a22be3c955ac49da2e2107b67a" },
    };
    struct arena arena;

    arena_create(&arena, 4096);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_string_equal(text_string(digest_md5_hex(bytes(rows[i][0]), &arena), &arena),
                            rows[i][1]);
    arena_destroy(&arena);
}

/* Source: FIPS 180-2, B.1. */
static void sha256_is_shown_in_hex_and_in_base64(void **state)
{
    (void)state;
    struct arena arena;

    arena_create(&arena, 4096);
    assert_string_equal(digest_sha256_hex(bytes("abc"), &arena).at,
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_string_equal(digest_sha256_base64(bytes("abc"), &arena).at,
                        "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0");
    arena_destroy(&arena);
}

static void wide_text_becomes_utf8_and_half_a_pair_a_question_mark(void **state)
{
    (void)state;
    struct arena arena;

    arena_create(&arena, 1 << 14);
    assert_string_equal(
        wide_text(cursor_over("P\0\xc4\0\x3d\xd8\x00\xde\x3d\xd8x\0", 12), WIDE_LITTLE, &arena).at,
        "P\xc3\x84\xf0\x9f\x98\x80?x");
    assert_string_equal(wide_text(cursor_over("\0P\0L\0\0\0C", 8), WIDE_BIG, &arena).at, "PL");
    assert_int_equal(wide_text(cursor_over("x", 1), WIDE_LITTLE, &arena).length, 0);
    arena_destroy(&arena);
}

static void a_wide_string_ends_with_its_nul(void **state)
{
    (void)state;
    struct cursor c = cursor_over("a\0b\0\0\0c\0", 8);

    assert_int_equal(wide_string(&c).left, 4);
    assert_int_equal(c.left, 2);
    assert_int_equal(wide_string(&c).left, 2);
    assert_int_equal(c.left, 0);
    assert_true(cursor_ok(&c));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(md5_gives_the_test_suite_of_its_specification),
        cmocka_unit_test(sha256_is_shown_in_hex_and_in_base64),
        cmocka_unit_test(wide_text_becomes_utf8_and_half_a_pair_a_question_mark),
        cmocka_unit_test(a_wide_string_ends_with_its_nul),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
