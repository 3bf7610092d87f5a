/*
 * fuzz_oscal.c - an OSCAL document that somebody hands us (JSON).
 *
 * Aborts when it is refused without a sentence, when a refused one left rows in the
 * plant, or when one that was read left none.
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

    if (all.rows.count == 0)
        *array_add(&all.rows) = (struct requirement){ .id = TEXT("NET 1.1") };
    return &all;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct format_input in = { .name = "file.json", .requirements = requirements() };
    struct problems found = { 0 };
    struct plant plant;
    struct cursor content = cursor_over(data, size);

    in.content = (struct text){ (const char *)content.next, content.left };
    plant_init(&plant);
    int rc = format_read(format_find(TEXT("oscal")), &in, &plant, &found);
    size_t rows = plant.program.controls.count + plant.program.mappings.count;
    require(rc == 0 ? rows > 0 : rows == 0 && found.rows.count > 0);
    for (size_t i = 0; i < found.rows.count; i++)
        require(found.rows.items[i].code < 0 && found.rows.items[i].what[0] != 0);
    problems_finish(&found);
    plant_finish(&plant);
    return 0;
}

void target_seeds(struct seeds *seeds)
{
    static const char *const files[] = {
        "{\"catalog\":{\"metadata\":{\"title\":\"T\"},\"groups\":[{\"id\":\"g\",\"groups\":[{"
        "\"controls\":[{\"id\":\"a-1\",\"title\":\"A\",\"controls\":[{\"id\":\"a-2\"}]}]}]}]}}",
        "{\"profile\":{\"metadata\":{},\"imports\":[{\"href\":\"x\",\"include-controls\":[{"
        "\"with-ids\":[\"a-1\",\"a-2\"]}]}]}}",
        "{\"mapping-collection\":{\"metadata\":{\"title\":\"T\"},\"mappings\":[{\"source-"
        "resource\":"
        "{\"href\":\"s\"},\"target-resource\":{\"href\":\"t\"},\"maps\":[{\"uuid\":\"u\","
        "\"relationship\":\"subset-of\",\"sources\":[{\"id-ref\":\"a\"}],\"targets\":[{\"id-ref\":"
        "\"net-1.1_smt\"}]}]}]}}",
    };

    for (size_t i = 0; i < COUNT_OF(files); i++)
        seeds_add(seeds, cursor_over(files[i], text_of(files[i]).length));
}
