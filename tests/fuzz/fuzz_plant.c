/*
 * fuzz_plant.c - a plant file that somebody hands us (YAML).
 *
 * Aborts when it is refused without a sentence, when a refused one left rows in
 * the plant, or when a problem has no words.
 */
#include <stdlib.h>

#include "exchange/format.h"
#include "target.h"

static void require(bool holds)
{
    if (!holds)
        abort();
}

static const struct requirements *requirements(void)
{
    static struct requirements all;

    if (all.rows.count == 0) {
        *array_add(&all.rows) = (struct requirement){ .id = TEXT("NET 1.1") };
        *array_add(&all.rows) = (struct requirement){ .id = TEXT("ORG 1.1") };
    }
    return &all;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct format *format = format_find(TEXT("plant"));
    struct format_input in = { .name = "plant.yaml", .requirements = requirements() };
    struct problems found = { 0 };
    struct plant plant;
    struct cursor content = cursor_over(data, size);

    in.content = (struct text){ (const char *)content.next, content.left };
    plant_init(&plant);
    int rc = format_read(format, &in, &plant, &found);
    require(rc == 0 || (found.rows.count > 0 && plant.program.zones.count == 0));
    for (size_t i = 0; i < found.rows.count; i++)
        require(found.rows.items[i].code < 0 && found.rows.items[i].what[0] != 0);
    problems_finish(&found);
    plant_finish(&plant);
    return 0;
}

void target_seeds(struct seeds *seeds)
{
    static const char *const files[] = {
        "plant: P\norganisation: O\nsite: S\nclock: observed\n",
        "zones:\n  - id: a\n    name: A\n    level: \"1\"\n    safety: true\n    sl_target: [2, 2, "
        "2, "
        "1, 2, 1, 2]\n    prefixes: [10.0.0.0/24, \"fe80::/10\"]\n    members: [10.0.1.9]\n",
        "  - id: b\n    name: B\n    parent: a\n    prefixes: [10.1.0.0/16]\n",
        "conduits:\n  - {id: c, from: a, to: b, expires: 2026-12-14, services: [{protocol: modbus, "
        "access: [read, write]}, {transport: tcp, port: 502}]}\n",
        "register:\n  - address: 10.0.0.1\n    name: plc\n    legacy: yes\n    support_ends: "
        "2020-01-01\n    may_engineer: false\n",
        "claims:\n  - requirement: NET 1.1\n    level: 3\n    target: 4\n    narrative: >\n      "
        "folded\n"
        "      text\n  - {requirement: ORG 1.1, not_applicable: true, reason: none, approver: x}\n",
        "evidence:\n  - id: e\n    requirement: NET 1.1\n    level: 2\n    kind: document\n    "
        "title: "
        "T\n    collected: 2026-01-01\n    expires: 2027-01-01\n",
        "measures:\n  - id: m\n    title: T\n    requirement: NET 1.1\n    argument: |\n      a\n  "
        "  "
        "approver: x\n    expires: 2026-12-14\n    renewals: 2\n",
        "a: &x [1, *x]\nb: !!str {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: 1}}}}}}}}}}}\n---\n",
    };

    for (size_t i = 0; i < COUNT_OF(files); i++)
        seeds_add(seeds, cursor_over(files[i], text_of(files[i]).length));
}
