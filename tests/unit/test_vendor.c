#include <string.h>

#include "identify/vendor.h"

#include "unit.h"

static struct address mac(const char *text)
{
    struct address a;

    assert_true(address_parse(text_of(text), &a));
    return a;
}

static void assert_vendor(const char *text, const char *name)
{
    struct address a = mac(text);
    struct text found = vendor_of(&a);

    assert_int_equal(found.length, strlen(name));
    assert_memory_equal(found.at, name, found.length);
}

static void a_registered_prefix_names_its_vendor(void **state)
{
    (void)state;
    assert_vendor("00:1b:1b:12:34:56", "Siemens AG");
    assert_vendor("00:00:bc:12:34:56", "Rockwell Automation");
}

static void the_longest_prefix_decides(void **state)
{
    (void)state;
    assert_vendor("40:d8:55:11:c0:01",
                  "DEUTA-WERKE GmbH"); /* 36 bits of a block that IEEE itself holds */
    assert_vendor("40:d8:55:ff:f0:01", "");
}

static void addresses_that_nobody_registered_have_no_vendor(void **state)
{
    (void)state;
    assert_vendor("00:00:00:00:00:00", "");
    assert_vendor("02:1b:1b:12:34:56", "");
    assert_vendor("01:1b:19:00:00:00", "");
}

static void a_virtual_network_card_names_its_hypervisor(void **state)
{
    (void)state;
    struct address virtual = mac("52:54:00:12:34:56"), real = mac("00:1b:1b:12:34:56");

    assert_true(text_is(vendor_hypervisor(&virtual), "QEMU"));
    assert_int_equal(vendor_hypervisor(&real).length, 0);
}

static void every_registry_is_sorted(void **state)
{
    (void)state;

    for (const struct vendor_registry *r = vendor_registries; r->bits; r++)
        for (size_t i = 1; i < r->count; i++)
            assert_true(r->rows[i - 1] >> VENDOR_NAME_BITS < r->rows[i] >> VENDOR_NAME_BITS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_registered_prefix_names_its_vendor),
        cmocka_unit_test(the_longest_prefix_decides),
        cmocka_unit_test(addresses_that_nobody_registered_have_no_vendor),
        cmocka_unit_test(a_virtual_network_card_names_its_hypervisor),
        cmocka_unit_test(every_registry_is_sorted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
