#include "base/arena.h"

#include "unit.h"

static void objects_are_zeroed_and_aligned(void **state)
{
    (void)state;
    struct arena a;
    arena_create(&a, 4096);

    char *odd = arena_array(&a, char, 3);
    double *number = arena_new(&a, double);
    assert_non_null(odd);
    assert_int_equal((uintptr_t)number % alignof(double), 0);
    assert_true(*number == 0);
    arena_destroy(&a);
}

static void the_limit_is_an_ordinary_error(void **state)
{
    (void)state;
    struct arena a;
    arena_create(&a, 256);

    assert_null(arena_array(&a, uint64_t, 33));
    assert_null(arena_array(&a, uint64_t, SIZE_MAX / 8 + 2)); /* the product wraps to 8 */
    assert_non_null(arena_array(&a, uint8_t, 8));
    arena_destroy(&a);
}

static void a_reset_arena_gives_its_whole_limit_again(void **state)
{
    (void)state;
    struct arena a;
    arena_create(&a, 1 << 20);

    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 10; i++)
            assert_non_null(arena_array(&a, char, 50000));
        arena_reset(&a);
    }
    arena_destroy(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(objects_are_zeroed_and_aligned),
        cmocka_unit_test(the_limit_is_an_ordinary_error),
        cmocka_unit_test(a_reset_arena_gives_its_whole_limit_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
