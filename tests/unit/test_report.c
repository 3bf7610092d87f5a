#include "report/concern.h"
#include "report/html.h"
#include "report/output/docx.h"
#include "report/output/pdf.h"
#include "report/output/renderer.h"
#include "report/report.h"
#include "small_plant.h"
#include "unit.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* A plant with something in every section, and a device that calls itself a script. */
struct sample {
    struct plant plant;
    struct catalogue catalogue;
    struct requirements requirements;
    struct assessment figures;
};

static const char hostile[] = "<script>alert('x')</script>\xff\xe2\x80\xae&\"";

static void add_traffic(struct plant *p)
{
    with_operation(with_conversation(p, "10.1.0.10", "10.2.0.10", 502, "modbus"), "write",
                   CLASS_write);
    with_conversation(p, "10.2.0.10", "10.1.0.10", 23, "telnet");
    with_asset(p, "10.1.0.10", ASSET_ot);
    with_asset(p, "10.2.0.10", ASSET_ot);
    *array_add(&p->assets.items.items[0].names) = text_of(hostile);
}

static void add_program(struct plant *p)
{
    p->program.plant = TEXT("Works <1>");
    struct zone *upper = with_zone(p, "scada", "10.1.0.0/24");
    upper->level = TEXT("3");
    upper->name = text_of(hostile);
    with_zone(p, "cell", "10.2.0.0/24")->level = TEXT("1");
    with_service(with_conduit(p, "scada", "cell"), "modbus", 1 << ACCESS_read);
    with_registered(p, "10.2.0.10", "plc")->legacy = true;
    with_claim(p, "NET 1.1", 3, 3);
    with_claim(p, "ORG 1.1", 3, 3);
    with_claim(p, "ORG 1.2", 0, 2)->not_applicable = true;
    with_evidence(p, "ORG 1.1", 2);
    struct evidence *lapsed = with_evidence(p, "ORG 1.1", 3);
    lapsed->title = TEXT("Minutes");
    lapsed->expires = day("2026-05-01");
    with_measure(p, "COMP 3.5", "10.2.0.10");
}

static int make_sample(void **state)
{
    struct sample *s = calloc(1, sizeof *s);
    struct problems found = { 0 };

    small_plant(&s->plant);
    add_traffic(&s->plant);
    add_program(&s->plant);
    assert_int_equal(catalogue_load(&s->catalogue, NULL, &found), 0);
    catalogue_requirements(&s->catalogue, &s->requirements);
    assessment_make(&s->figures, &s->plant, &s->requirements);
    *state = s;
    return 0;
}

static int drop_sample(void **state)
{
    struct sample *s = *state;

    assessment_finish(&s->figures);
    array_free(&s->requirements.rows);
    catalogue_finish(&s->catalogue);
    plant_finish(&s->plant);
    free(s);
    return 0;
}

static struct buffer written(const struct sample *s, enum output output, const char *folder)
{
    const struct report_input in = {
        .assessment = &s->figures,
        .catalogue = &s->catalogue,
        .version = "1.2.3",
        .plant_folder = folder,
    };
    struct buffer out = BUFFER_KEPT;
    struct problem why;

    if (report_write("assessment", output, &in, &out, &why) < 0)
        fail_msg("%s", why.what);
    buffer_char(&out, '\0');
    return out;
}

static void assert_has(const struct buffer *b, const char *part)
{
    if (!strstr(b->at, part))
        fail_msg("\"%s\" is not in it", part);
}

static void assert_lacks(const struct buffer *b, const char *part)
{
    if (strstr(b->at, part))
        fail_msg("\"%s\" is in it", part);
}

static struct buffer escaped(struct text t)
{
    struct buffer out = BUFFER_KEPT;
    struct html h = html_to(&out);

    html_open(&h, "p");
    html_attribute(&h, "title", "%.*s", SHOWN(t));
    html_text(&h, t);
    html_close(&h, "p");
    buffer_char(&out, '\0');
    return out;
}

static void text_and_attributes_are_escaped(void **state)
{
    struct buffer out = escaped(TEXT("<b> & \"q\" 'a'"));

    (void)state;
    assert_string_equal(out.at, "<!DOCTYPE html>\n"
                                "<p title=\"&lt;b&gt; &amp; &quot;q&quot; &#39;a&#39;\">"
                                "&lt;b&gt; &amp; &quot;q&quot; &#39;a&#39;</p>\n");
    buffer_free(&out);
}

static void bytes_that_mislead_or_are_no_text_are_replaced(void **state)
{
    static const char *const bad[] = { "\x01",         "\x7f",         "\xff",        "\xc2\x85",
                                       "\xe2\x80\xae", "\xe2\x81\xa9", "\xef\xbf\xbe" };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct buffer out = escaped(text_of(bad[i]));
        assert_has(&out, ">\xef\xbf\xbd</p>");
        buffer_free(&out);
    }
    struct buffer kept = escaped(TEXT("gr\xc3\xbc\xc3\x9f\x65 \xe2\x80\x93 \xf0\x9f\x8f\xad"));
    assert_has(&kept, ">gr\xc3\xbc\xc3\x9f\x65 \xe2\x80\x93 \xf0\x9f\x8f\xad</p>");
    buffer_free(&kept);
}

static void text_longer_than_any_small_buffer_is_written_whole(void **state)
{
    char longer[2000];
    struct buffer out = BUFFER_KEPT;
    struct html h = html_to(&out);

    (void)state;
    memset(longer, 'a', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    html_element(&h, "p", NULL, "%s", longer);
    assert_int_equal(out.length, strlen("<!DOCTYPE html>\n<p></p>\n") + strlen(longer));
    buffer_free(&out);
}

static void two_runs_give_the_same_bytes(void **state)
{
    for (size_t i = 0; i < OUTPUT_COUNT; i++) {
        if (output_table[i]->laid_out || i == OUTPUT_csv)
            continue; /* tests/report does that, where the renderers are installed */
        struct buffer one = written(*state, (enum output)i, "works");
        struct buffer two = written(*state, (enum output)i, "works");
        assert_int_equal(one.length, two.length);
        assert_memory_equal(one.at, two.at, one.length);
        buffer_free(&one);
        buffer_free(&two);
    }
}

static void where_the_plant_folder_stands_is_not_in_the_report(void **state)
{
    struct buffer here = written(*state, OUTPUT_html, "works");
    struct buffer there = written(*state, OUTPUT_html, "/srv/plants/works/");

    assert_string_equal(here.at, there.at);
    assert_has(&here, "bulkhead report works assessment --today 2026-06-01 --out assessment.html");
    buffer_free(&here);
    buffer_free(&there);
}

static void a_folder_name_that_a_shell_would_split_is_quoted(void **state)
{
    struct buffer out = written(*state, OUTPUT_json, "my plant's");

    assert_has(&out, "bulkhead report 'my plant'\\\\''s' assessment --today");
    buffer_free(&out);
}

static void a_hostile_name_is_text(void **state)
{
    struct buffer out = written(*state, OUTPUT_html, "works");

    assert_has(
        &out, "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;\xef\xbf\xbd\xef\xbf\xbd&amp;&quot;");
    assert_lacks(&out, "<script");
    assert_has(&out, "Works &lt;1&gt;");
    buffer_free(&out);
}

static void what_is_claimed_above_its_support_is_printed_as_such(void **state)
{
    struct buffer out = written(*state, OUTPUT_html, "works");

    assert_has(&out,
               "Claimed 3, supported 2: EV-002, which showed level 3, expired on 2026-05-01.");
    assert_has(&out, "Called not applicable without a reason");
    assert_has(&out, "Nobody claims a level: it counts as zero.");
    buffer_free(&out);
}

static void every_requirement_of_the_standard_is_listed(void **state)
{
    const struct sample *s = *state;
    struct buffer out = written(s, OUTPUT_html, "works");
    struct arena text;

    arena_create(&text, ARENA_TRUSTED);
    assert_int_equal(s->requirements.rows.count, 87);
    for (ARRAY_EACH(const struct requirement, r, &s->requirements.rows)) {
        struct text anchor = html_anchor(&text, "requirement-", r->id);
        assert_has(&out, text_string(text_format(&text, "<td id=\"%.*s\">", SHOWN(anchor)), &text));
    }
    arena_destroy(&text);
    buffer_free(&out);
}

static void findings_are_ordered_by_weight(void **state)
{
    const struct sample *s = *state;
    struct concerns f;
    struct arena text;
    bool compensated_began = false;

    arena_create(&text, ARENA_TRUSTED);
    concerns_gather(&f, &s->figures, &text);
    assert_true(f.rows.count >= 4);
    for (size_t i = 0; i < f.rows.count; i++) {
        const struct concern *row = &f.rows.items[i];
        assert_true(row->sentence.length > 0);
        assert_false(compensated_began && !row->compensated.length);
        if (row->compensated.length)
            compensated_began = true;
        else if (i > 0)
            assert_true(f.rows.items[i - 1].severity >= row->severity);
    }
    assert_true(compensated_began); /* the legacy controller, by its measure */
    concerns_finish(&f);
    arena_destroy(&text);
}

static void a_measure_that_expires_brings_its_finding_back(void **state)
{
    struct sample *s = *state;
    struct assessment later;
    struct concerns f;
    struct arena text;
    unsigned expired = 0, compensated = 0;

    arena_create(&text, ARENA_TRUSTED);
    s->plant.today = day("2026-07-01");
    assessment_make(&later, &s->plant, &s->requirements);
    concerns_gather(&f, &later, &text);
    for (ARRAY_EACH(const struct concern, row, &f.rows)) {
        expired += row->kind == CONCERN_expired_measure && text_is(row->source, "CM-001");
        compensated += row->compensated.length > 0;
    }
    assert_int_equal(expired, 1);
    assert_int_equal(compensated, 0);
    s->plant.today = day("2026-06-01");
    concerns_finish(&f);
    assessment_finish(&later);
    arena_destroy(&text);
}

static void a_plant_of_which_nothing_is_known_still_has_a_report(void **state)
{
    const struct sample *s = *state;
    struct sample bare = { .catalogue = s->catalogue, .requirements = s->requirements };

    plant_init(&bare.plant);
    bare.plant.today = day("2026-06-01");
    assessment_make(&bare.figures, &bare.plant, &bare.requirements);
    struct buffer out = written(&bare, OUTPUT_html, "works");
    assert_has(&out, "Nothing was observed.");
    assert_has(&out, "No zones are described.");
    assert_lacks(&out, "nan\""); /* a chart without anything to draw divides nothing by nothing */
    assert_lacks(&out, "inf\"");
    buffer_free(&out);
    assessment_finish(&bare.figures);
    plant_finish(&bare.plant);
}

static void an_unknown_ending_or_document_is_named_with_what_there_is(void **state)
{
    struct report_input in = { 0 };
    struct buffer out = BUFFER_KEPT;
    struct problem why;
    enum output output;

    (void)state;
    assert_int_equal(output_of_path("a.odt", &output, &why), -EINVAL);
    assert_string_equal(
        why.what, "a.odt: a report is written as one of .html, .pdf, .docx, .xlsx, .csv, .json, "
                  "by how its name ends");
    assert_int_equal(output_of_path(".pdf", &output, &why), -EINVAL);
    assert_int_equal(output_of_path("a.pdf", &output, &why), 0);
    assert_int_equal(output, OUTPUT_pdf);
    assert_int_equal(report_write("novel", OUTPUT_html, &in, &out, &why), -EINVAL);
    assert_non_null(strstr(why.what, "novel: there is no such document; there is: assessment, "));
    assert_int_equal(out.length, 0);
}

static void a_missing_weasyprint_is_a_sentence_that_says_what_to_install(void **state)
{
    static const char *const nowhere[] = { "/nowhere/weasyprint", NULL };
    struct buffer out = BUFFER_KEPT;
    struct problem why;

    (void)state;
    assert_int_equal(pdf_from_html(nowhere, TEXT("<p>"), day("2026-06-01"), &out, &why), -ENOENT);
    assert_non_null(strstr(why.what, "install the package \"weasyprint\""));
}

static struct renderer renderer_of(const char *program, const char *argument)
{
    return (struct renderer){
        .name = "program",
        .arguments = { program, argument },
        .environment = { "PATH=/usr/bin:/bin" },
        .seconds_most = 10,
        .memory_most = (uint64_t)1 << 30,
        .bytes_most = 1 << 20,
    };
}

static void a_missing_pandoc_is_a_sentence_that_says_what_to_install(void **state)
{
    static const char *const nowhere[] = { "/nowhere/pandoc", NULL };
    struct buffer out = BUFFER_KEPT;
    struct problem why;

    (void)state;
    assert_int_equal(
        docx_from_html(nowhere, TEXT("<p>x</p>"), TEXT(""), day("2026-06-01"), &out, &why),
        -ENOENT);
    assert_non_null(strstr(why.what, "install the package \"pandoc\""));
    assert_int_equal(out.length, 0);
}

static void a_word_file_tells_where_its_drawings_are(void **state)
{
    struct buffer out = BUFFER_KEPT;

    (void)state;
    docx_leave_drawings_out(TEXT("<p>a</p><svg x=\"1\"><g></g></svg>\n<p>b</p><svg></svg>"), &out);
    buffer_char(&out, '\0');
    assert_string_equal(
        out.at, "<p>a</p><p>The drawing is in the HTML and the PDF of this document.</p>\n<p>b</p>"
                "<p>The drawing is in the HTML and the PDF of this document.</p>");
    buffer_free(&out);
}

static void a_renderer_finds_the_file_beside_its_input(void **state)
{
    const struct renderer cat = {
        .name = "cat",
        .arguments = { "/bin/cat", "beside.txt" },
        .beside = { "beside.txt", TEXT("what lies beside") },
        .seconds_most = 10,
        .memory_most = (uint64_t)1 << 30,
        .bytes_most = 1 << 20,
    };
    struct buffer out = BUFFER_KEPT;
    struct problem why;

    (void)state;
    assert_int_equal(renderer_run(&cat, TEXT("input"), &out, &why), 0);
    assert_int_equal(out.length, strlen("what lies beside"));
    buffer_free(&out);
}

static void a_renderer_turns_its_input_into_its_output(void **state)
{
    struct renderer r = renderer_of("/bin/cat", "-");
    struct buffer out = BUFFER_KEPT;
    struct problem why;

    (void)state;
    assert_int_equal(renderer_run(&r, TEXT("through"), &out, &why), 0);
    assert_true(text_is(buffer_view(&out), "through"));
    buffer_free(&out);
}

static void a_renderer_has_only_the_environment_it_was_given(void **state)
{
    struct renderer r = renderer_of("/usr/bin/env", NULL);
    struct buffer out = BUFFER_KEPT;
    struct problem why;

    (void)state;
    setenv("https_proxy", "http://proxy.example", 1);
    assert_int_equal(renderer_run(&r, TEXT(""), &out, &why), 0);
    buffer_char(&out, '\0');
    assert_lacks(&out, "proxy");
    assert_has(&out, "HOME=/tmp/bulkhead-");
    buffer_free(&out);
}

static void a_renderer_that_takes_too_long_is_stopped(void **state)
{
    struct renderer r = renderer_of("/bin/sleep", "60");
    struct buffer out = BUFFER_KEPT;
    struct problem why;

    (void)state;
    r.seconds_most = 1;
    assert_int_equal(renderer_run(&r, TEXT(""), &out, &why), -ETIMEDOUT);
    assert_string_equal(why.what, "program: not done after 1 seconds; stopped");
}

static void a_renderer_that_fails_is_quoted_with_its_last_line(void **state)
{
    struct renderer r = renderer_of("/bin/ls", "/nowhere");
    struct buffer out = BUFFER_KEPT;
    struct problem why;

    (void)state;
    assert_int_equal(renderer_run(&r, TEXT(""), &out, &why), -EIO);
    assert_non_null(strstr(why.what, "program: ended with code 2: "));
    assert_non_null(strstr(why.what, "/nowhere"));
    assert_int_equal(out.length, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_and_attributes_are_escaped),
        cmocka_unit_test(bytes_that_mislead_or_are_no_text_are_replaced),
        cmocka_unit_test(text_longer_than_any_small_buffer_is_written_whole),
        cmocka_unit_test(two_runs_give_the_same_bytes),
        cmocka_unit_test(where_the_plant_folder_stands_is_not_in_the_report),
        cmocka_unit_test(a_folder_name_that_a_shell_would_split_is_quoted),
        cmocka_unit_test(a_hostile_name_is_text),
        cmocka_unit_test(what_is_claimed_above_its_support_is_printed_as_such),
        cmocka_unit_test(every_requirement_of_the_standard_is_listed),
        cmocka_unit_test(findings_are_ordered_by_weight),
        cmocka_unit_test(a_measure_that_expires_brings_its_finding_back),
        cmocka_unit_test(a_plant_of_which_nothing_is_known_still_has_a_report),
        cmocka_unit_test(an_unknown_ending_or_document_is_named_with_what_there_is),
        cmocka_unit_test(a_missing_weasyprint_is_a_sentence_that_says_what_to_install),
        cmocka_unit_test(a_missing_pandoc_is_a_sentence_that_says_what_to_install),
        cmocka_unit_test(a_word_file_tells_where_its_drawings_are),
        cmocka_unit_test(a_renderer_finds_the_file_beside_its_input),
        cmocka_unit_test(a_renderer_turns_its_input_into_its_output),
        cmocka_unit_test(a_renderer_has_only_the_environment_it_was_given),
        cmocka_unit_test(a_renderer_that_takes_too_long_is_stopped),
        cmocka_unit_test(a_renderer_that_fails_is_quoted_with_its_last_line),
    };

    return cmocka_run_group_tests(tests, make_sample, drop_sample);
}
