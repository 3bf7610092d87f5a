#include "exchange/format.h"
#include "unit.h"

#include <errno.h>
#include <string.h>

struct outcome {
    int rc;
    struct format_merged merged;
    struct problems found;
};

static struct outcome read_into(struct plant *plant, const char *content)
{
    struct requirement rows[] = { { .id = TEXT("NET 1.1") }, { .id = TEXT("NET 1.2") } };
    const struct requirements requirements = { .rows = { rows, COUNT_OF(rows), COUNT_OF(rows) } };
    struct outcome o = { 0 };
    const struct format_input in = {
        .content = text_of(content),
        .name = "file.json",
        .requirements = &requirements,
        .merged = &o.merged,
    };

    o.rc = format_read(format_find(TEXT("oscal")), &in, plant, &o.found);
    return o;
}

static void assert_read(struct plant *plant, const char *content, size_t added, size_t replaced)
{
    struct outcome o = read_into(plant, content);

    if (o.rc < 0)
        fail_msg("%s", o.found.rows.items[0].what);
    assert_int_equal(o.merged.added, added);
    assert_int_equal(o.merged.replaced, replaced);
}

static void assert_refused(const char *content, const char *sentence)
{
    struct plant plant;

    plant_init(&plant);
    struct outcome o = read_into(&plant, content);
    assert_true(o.rc < 0);
    if (!strstr(o.found.rows.items[0].what, sentence))
        fail_msg("\"%s\" is not in: %s", sentence, o.found.rows.items[0].what);
    assert_int_equal(plant.program.controls.count + plant.program.mappings.count, 0);
    problems_finish(&o.found);
    plant_finish(&plant);
}

static const char catalog[] =
    "{\"catalog\":{\"metadata\":{\"title\":\"House rules\"},\"groups\":[{\"id\":\"g\",\"groups\":[{"
    "\"controls\":[{\"id\":\"a-1\",\"title\":\"First\",\"controls\":[{\"id\":\"a-1.1\",\"title\":"
    "\"Within the first\"}]}]}]}],\"controls\":[{\"id\":\"b-1\",\"title\":\"Alone\"}]}}";

static void a_catalog_becomes_controls_at_any_depth(void **state)
{
    struct plant plant;

    (void)state;
    plant_init(&plant);
    assert_read(&plant, catalog, 3, 0);
    const struct control *c = ledger_named(&control_ledger, &plant.program, TEXT("a-1.1"));
    assert_non_null(c);
    assert_true(text_is(c->title, "Within the first"));
    assert_true(text_is(c->reference, "House rules"));
    plant_finish(&plant);
}

static void what_people_decided_of_a_control_outlives_its_catalog(void **state)
{
    struct plant plant;

    (void)state;
    plant_init(&plant);
    assert_read(&plant, catalog, 3, 0);
    plant.program.controls.items[0].implemented = true;
    plant.program.controls.items[0].owner = TEXT("Ada");
    assert_read(&plant, catalog, 0, 3);
    assert_true(plant.program.controls.items[0].implemented);
    assert_true(text_is(plant.program.controls.items[0].owner, "Ada"));
    plant_finish(&plant);
}

static void a_profile_says_which_controls_apply(void **state)
{
    struct plant plant;

    (void)state;
    plant_init(&plant);
    assert_read(&plant, catalog, 3, 0);
    assert_read(&plant,
                "{\"profile\":{\"metadata\":{},\"imports\":[{\"href\":\"x\",\"include-controls\":[{"
                "\"with-ids\":[\"a-1\"]}]}]}}",
                0, 1);
    const struct control *first = ledger_named(&control_ledger, &plant.program, TEXT("a-1"));
    const struct control *other = ledger_named(&control_ledger, &plant.program, TEXT("b-1"));
    assert_true(first->applicable && text_is(first->title, "First"));
    assert_false(other->applicable);
    plant_finish(&plant);
}

#define MAPPING(relation, sources, targets)                                                        \
    "{\"mapping-collection\":{\"metadata\":{\"title\":\"Who\"},\"mappings\":[{\"source-"           \
    "resource\":{"                                                                                 \
    "\"href\":\"s\"},\"target-resource\":{\"href\":\"t\"},\"maps\":[{\"uuid\":\"u\","              \
    "\"relationship\":\"" relation "\",\"sources\":[" sources "],\"targets\":[" targets "]}]}]}}"
#define ITEM(id) "{\"type\":\"control\",\"id-ref\":\"" id "\"}"

static void a_map_onto_requirements_becomes_a_row_for_each(void **state)
{
    static const char mapping[] =
        MAPPING("subset-of", ITEM("a.8.20"), ITEM("net-1.1") "," ITEM("net-1.2_smt"));
    struct plant plant;

    (void)state;
    plant_init(&plant);
    assert_read(&plant, mapping, 2, 0);
    assert_read(&plant, mapping, 0, 2);
    const struct mapping *m = &plant.program.mappings.items[1];
    assert_true(text_is(m->id, "u-2"));
    assert_true(text_is(m->framework, "s"));
    assert_true(text_is(m->control, "a.8.20"));
    assert_true(text_is(m->requirement, "NET 1.2"));
    assert_true(text_is(m->relation, "subset"));
    assert_true(text_is(m->provenance, "Who"));
    plant_finish(&plant);
}

static void a_map_from_requirements_is_turned_around(void **state)
{
    struct plant plant;

    (void)state;
    plant_init(&plant);
    assert_read(&plant, MAPPING("subset-of", ITEM("NET 1.1"), ITEM("pr.ac-5")), 1, 0);
    assert_true(text_is(plant.program.mappings.items[0].relation, "superset"));
    assert_true(text_is(plant.program.mappings.items[0].framework, "t"));
    plant_finish(&plant);
}

static void what_is_no_such_document_is_refused_in_a_sentence(void **state)
{
    (void)state;
    assert_refused("", "it is not JSON");
    assert_refused("{", "it is not JSON");
    assert_refused("[]", "it is no OSCAL catalog, profile or mapping collection");
    assert_refused("{\"catalog\":3}", "it is no OSCAL catalog");
    assert_refused("{\"catalog\":{\"groups\":\"none\"}}", "there is no control in it");
    assert_refused("{\"catalog\":{\"controls\":[{\"title\":\"x\"}]}}", "id");
    assert_refused("{\"profile\":{}}", "it selects no control by its id");
    assert_refused(MAPPING("subset-of", ITEM("a"), ITEM("b")), "no map in it relates");
    assert_refused(MAPPING("no-relationship", ITEM("a"), ITEM("net-1.1")), "no map in it relates");
    assert_refused("{\"catalog\":{\"controls\":[{\"id\":\"\xff\"}]}}", "not UTF-8");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_catalog_becomes_controls_at_any_depth),
        cmocka_unit_test(what_people_decided_of_a_control_outlives_its_catalog),
        cmocka_unit_test(a_profile_says_which_controls_apply),
        cmocka_unit_test(a_map_onto_requirements_becomes_a_row_for_each),
        cmocka_unit_test(a_map_from_requirements_is_turned_around),
        cmocka_unit_test(what_is_no_such_document_is_refused_in_a_sentence),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
