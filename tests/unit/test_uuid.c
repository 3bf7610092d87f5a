#include "base/uuid.h"
#include "unit.h"

#include <string.h>

static void assert_name(struct text name, const char *expected)
{
    char text[UUID_TEXT];

    uuid_format(uuid_of_name(uuid_of_urls, name), text);
    assert_string_equal(text, expected);
}

/* Source: Python's uuid.uuid5(uuid.NAMESPACE_URL, name). */
static void names_are_the_uuids_that_other_programs_make_of_them(void **state)
{
    char longer[300];

    (void)state;
    memset(longer, 'a', sizeof longer);
    assert_name(TEXT(""), "1b4db7eb-4057-5ddf-91e0-36dec72071f5");
    assert_name(TEXT("https://example.org/"), "527dda32-a0de-5105-a042-cb475b5f7d11");
    assert_name(
        (struct text){ longer, 39 },
        "615eac0e-03db-567b-8580-916c1aca1cc2"); /* with the space one byte short of two blocks */
    assert_name((struct text){ longer, 40 }, "c5c985c8-6875-5a42-b6e3-2872703afed4");
    assert_name((struct text){ longer, 48 }, "aa33c522-9edc-58a5-b5af-e2a12995886e");
    assert_name((struct text){ longer, 300 }, "9766372a-53b5-5111-a645-cb6aecc2b95e");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_the_uuids_that_other_programs_make_of_them),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
