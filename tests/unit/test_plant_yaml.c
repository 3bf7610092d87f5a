#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "exchange/format.h"
#include "exchange/yaml.h"
#include "model/program_check.h"

#include "small_plant.h"
#include "unit.h"

struct desk {
    struct plant plant;
    struct requirements requirements;
    struct arena text;
    struct problems found;
};

static int begin(void **state)
{
    static struct desk desk;

    desk = (struct desk){ 0 };
    arena_create(&desk.text, ARENA_TRUSTED);
    small_plant(&desk.plant);
    all_requirements(&desk.requirements, &desk.text);
    *state = &desk;
    return 0;
}

static int end(void **state)
{
    struct desk *d = *state;

    problems_finish(&d->found);
    array_free(&d->requirements.rows);
    plant_finish(&d->plant);
    arena_destroy(&d->text);
    return 0;
}

static int read_text(struct desk *d, struct text content, const char *name)
{
    const struct format *format = format_find(TEXT("plant"));
    const struct format_input in = { .content = content,
                                     .name = name,
                                     .requirements = &d->requirements };

    assert_non_null(format);
    return format_read(format, &in, &d->plant, &d->found);
}

static int read_string(struct desk *d, const char *content)
{
    return read_text(d, text_of(content), "plant.yaml");
}

/* One problem, and exactly this one. */
static void refused_with(struct desk *d, const char *content, const char *sentence)
{
    assert_int_not_equal(read_string(d, content), 0);
    assert_int_equal(d->found.rows.count, 1);
    assert_string_equal(d->found.rows.items[0].what, sentence);
}

static void bytes_that_are_not_utf_8_are_refused_with_their_line(void **state)
{
    refused_with(*state, "plant: Works\nclock: wall\nsite: \xff\n",
                 "plant.yaml line 3: not YAML: invalid leading UTF-8 octet");
}

static void a_nul_character_is_refused(void **state)
{
    refused_with(*state, "plant: Works\nclock: wall\nsite: \"a\\0b\"\n",
                 "plant.yaml line 3: text with a NUL character in it");
}

static void a_small_file_becomes_rows(void **state)
{
    struct desk *d = *state;

    assert_int_equal(
        read_string(d, "plant: Works\n"
                       "clock: observed\n"
                       "zones:\n"
                       "  - id: cell\n"
                       "    name: Cell\n"
                       "    level: 3.5\n"
                       "    safety: true\n"
                       "    sl_target: [1, 2, 3, 4, 0, 1, 2]\n"
                       "    prefixes: [10.1.0.0/16, 'fd00::/8']\n"
                       "    members: [\"02:00:00:00:00:01\"]\n"
                       "  - { id: office, name: Office, business: true }\n"
                       "conduits:\n"
                       "  - id: read\n"
                       "    from: office\n"
                       "    to: cell\n"
                       "    expires: 2026-07-01\n"
                       "    services:\n"
                       "      - { protocol: modbus, transport: tcp, port: 502, access: [read] }\n"
                       "measures:\n"),
        0);
    const struct program *p = &d->plant.program;
    assert_true(text_is(p->plant, "Works"));
    assert_true(p->clock_observed);
    assert_int_equal(p->zones.count, 2);
    assert_true(text_is(p->zones.items[0].level, "3.5"));
    assert_true(p->zones.items[0].safety);
    assert_int_equal(p->zones.items[0].sl_target[3], 4);
    assert_int_equal(p->zones.items[0].prefixes.count, 2);
    assert_int_equal(p->zones.items[0].members.count, 1);
    assert_true(p->zones.items[1].business);
    assert_int_equal(p->conduits.items[0].expires, day("2026-07-01"));
    assert_int_equal(p->conduits.items[0].services.items[0].port, 502);
    assert_int_equal(p->conduits.items[0].services.items[0].access, 1u << ACCESS_read);
}

static void a_conduit_to_an_undefined_zone_is_refused_with_its_line(void **state)
{
    refused_with(
        *state,
        "plant: Works\n"
        "clock: wall\n"
        "zones:\n"
        "  - { id: cell, name: Cell }\n"
        "conduits:\n"
        "\n"
        "  - id: historian\n"
        "    from: cell\n"
        "    to: cell-9\n"
        "    services: []\n",
        "plant.yaml line 7: conduit \"historian\" names zone \"cell-9\", which is not defined");
}

static void an_unknown_key_is_refused_and_the_known_ones_are_named(void **state)
{
    refused_with(
        *state,
        "plant: Works\nclock: wall\nregister:\n  - address: 10.0.0.1\n    name: plc\n    adress: "
        "1\n",
        "plant.yaml line 6: register entry \"10.0.0.1\": key \"adress\" is not known; there are: "
        "address, name, role, owner, legacy, support_ends, may_engineer");
}

static void a_requirement_that_does_not_exist_is_refused(void **state)
{
    refused_with(
        *state, "plant: Works\nclock: wall\nclaims:\n  - { requirement: NET 1.99, level: 2 }\n",
        "plant.yaml line 4: claim \"NET 1.99\" names requirement \"NET 1.99\", which IEC 62443-2-1 "
        "does not have");
}

static void values_are_checked_by_their_kind(void **state)
{
    static const struct {
        const char *row, *sentence;
    } cases[] = {
        { "zones: [{ id: a, name: A, prefixes: [10.0.0.1/8] }]",
          "plant.yaml line 3: zone \"a\": \"10.0.0.1/8\" is not an address range with its host "
          "bits "
          "zero, such as 10.41.0.0/24" },
        { "zones: [{ id: a, name: A, safety: yes }]",
          "plant.yaml line 3: zone \"a\": safety \"yes\" is not true or false" },
        { "zones: [{ id: a, name: A, sl_target: [1, 2] }]",
          "plant.yaml line 3: zone \"a\": sl_target has 2 levels; there are 7 foundational "
          "requirements" },
        { "zones: [{ name: A }]", "plant.yaml line 3: zone: \"id\" is missing" },
        { "zones: { id: a }", "plant.yaml line 3: plant file: \"zones\" must be a list" },
        { "zones: [a]",
          "plant.yaml line 3: plant file: a zone must be a mapping of keys to values" },
        { "claims: [{ requirement: NET 1.1, level: 5 }]",
          "plant.yaml line 3: claim \"NET 1.1\": level \"5\" must be a whole number from 0 to 4" },
        { "claims: [{ requirement: NET 1.1, at: 2026-02-31 }]",
          "plant.yaml line 3: claim \"NET 1.1\": at \"2026-02-31\" must be a date, YYYY-MM-DD" },
        { "claims: [{ requirement: NET 1.1, at: 2026-02-01T00:00:00Z }]",
          "plant.yaml line 3: claim \"NET 1.1\": at \"2026-02-01T00:00:00Z\" must be a "
          "date, YYYY-MM-DD" },
        { "register: [{ address: 10.0.0.256, name: a }]",
          "plant.yaml line 3: register entry \"10.0.0.256\": address \"10.0.0.256\" must be the IP "
          "or "
          "MAC address of one asset" },
        { "zones: [{ id: a, id: b, name: A }]",
          "plant.yaml line 3: key \"id\" stands twice in one mapping; first in line 3" },
    };
    struct desk *d = *state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct text file = text_format(&d->text, "plant: Works\nclock: wall\n%s\n", cases[i].row);
        problems_finish(&d->found);
        refused_with(d, text_string(file, &d->text), cases[i].sentence);
    }
}

static void every_problem_is_told_not_only_the_first(void **state)
{
    struct desk *d = *state;

    assert_int_not_equal(read_string(d, "plant: Works\n"
                                        "clock: sundial\n"
                                        "zones:\n"
                                        "  - { id: a, name: A, prefixes: [nonsense] }\n"
                                        "  - { id: b, colour: red }\n"),
                         0);
    assert_int_equal(d->found.rows.count, 4);
}

static void a_file_with_a_problem_changes_nothing(void **state)
{
    struct desk *d = *state;
    with_zone(&d->plant, "old", "10.0.0.0/8");

    assert_int_not_equal(
        read_string(d, "plant: New\nclock: wall\nzones:\n  - { id: new, name: New, x: 1 }\n"), 0);
    assert_int_equal(d->plant.program.zones.count, 1);
    assert_true(text_is(d->plant.program.zones.items[0].id, "old"));
    assert_int_equal(
        read_string(d, "plant: New\nclock: wall\nzones:\n  - { id: new, name: New }\n"), 0);
    assert_true(text_is(d->plant.program.zones.items[0].id, "new"));
}

static void what_a_reviewed_file_should_not_hold_is_refused(void **state)
{
    static const struct {
        const char *file, *sentence;
    } cases[] = {
        { "plant: &name Works\n",
          "plant.yaml line 1: anchor \"&name\": anchors are not used here" },
        { "plant: *name\n",
          "plant.yaml line 1: alias \"*name\": aliases are not used here; write it out" },
        { "plant: !!str Works\n",
          "plant.yaml line 1: tag \"tag:yaml.org,2002:str\": tags are not used here" },
        { "plant: Works\n---\nplant: Other\n",
          "plant.yaml line 2: a second document: a file holds one" },
        { "", "plant.yaml line 1: the file is empty" },
        { "[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]\n",
          "plant.yaml line 1: nested deeper than 12 levels" },
        { "plant: [Works\n",
          "plant.yaml line 2: not YAML: while parsing a flow sequence, did not find "
          "expected ',' or ']'" },
        { "? [a]\n: b\n", "plant.yaml line 1: a key is a word" },
    };
    struct desk *d = *state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        problems_finish(&d->found);
        refused_with(d, cases[i].file, cases[i].sentence);
    }
}

static void a_file_that_is_too_large_is_refused_before_it_is_read(void **state)
{
    struct desk *d = *state;
    struct text huge = { .at = "", .length = YAML_BYTES_MOST + 1 };

    assert_int_not_equal(read_text(d, huge, "plant.yaml"), 0);
    assert_int_equal(d->found.rows.count, 1);
}

static void the_demo_plant_reads_without_a_problem_and_claims_all_87(void **state)
{
    struct desk *d = *state;
    const char *folder = getenv("DEMO");
    struct problem why = { 0 };
    struct text content;

    assert_non_null(folder);
    const char *path = text_string(text_format(&d->text, "%s/plant.yaml", folder), &d->text);
    assert_int_equal(file_read(path, YAML_BYTES_MOST, &d->text, &content, &why), 0);
    assert_int_equal(read_text(d, content, "plant.yaml"), 0);
    assert_int_equal(d->plant.program.zones.count, 6);
    assert_int_equal(d->plant.program.claims.count, 87);
    for (ARRAY_EACH(const struct requirement, r, &d->requirements.rows))
        assert_non_null(program_claim(&d->plant.program, r->id));
}

#define AT_DESK(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        AT_DESK(bytes_that_are_not_utf_8_are_refused_with_their_line),
        AT_DESK(a_nul_character_is_refused),
        AT_DESK(a_small_file_becomes_rows),
        AT_DESK(a_conduit_to_an_undefined_zone_is_refused_with_its_line),
        AT_DESK(an_unknown_key_is_refused_and_the_known_ones_are_named),
        AT_DESK(a_requirement_that_does_not_exist_is_refused),
        AT_DESK(values_are_checked_by_their_kind),
        AT_DESK(every_problem_is_told_not_only_the_first),
        AT_DESK(a_file_with_a_problem_changes_nothing),
        AT_DESK(what_a_reviewed_file_should_not_hold_is_refused),
        AT_DESK(a_file_that_is_too_large_is_refused_before_it_is_read),
        AT_DESK(the_demo_plant_reads_without_a_problem_and_claims_all_87),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
