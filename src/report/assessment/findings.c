#include "report/assessment/section.h"

static const char *dated(const struct concern *f, const struct page *page)
{
    if (f->kind == CONCERN_contradiction)
        return seen_at(page, f->capture, f->frame);
    return f->since ? date_words(f->since, page->text) : "-";
}

static void print_finding(struct html *h, const struct concern *f, unsigned number,
                          const struct page *page)
{
    html_row(h, f->severity == SEVERITY_high && !f->compensated.length ? "bad" : NULL);
    html_cell(h, "number", "%u", number);
    html_cell(h, NULL, "%s", f->compensated.length ? "compensated" : severity_word(f->severity));
    html_open(h, "td");
    html_element(h, "div", "state", "%s", concern_kind_title(f->kind));
    html_text(h, f->sentence);
    if (f->compensated.length)
        html_element(h, "div", "aside", "Taken out by %.*s.", SHOWN(f->compensated));
    html_close(h, "td");
    html_open(h, "td");
    requirement_links(h, f->requirement, page);
    html_close(h, "td");
    html_cell_text(h, "name", f->source);
    html_cell(h, "name", "%s", dated(f, page));
    html_row_end(h);
}

static void print_counts(struct html *h, const struct page *page)
{
    unsigned counts[SEVERITY_high + 1] = { 0 }, compensated = 0;

    for (ARRAY_EACH(const struct concern, f, &page->findings.rows)) {
        if (f->compensated.length)
            compensated++;
        else
            counts[f->severity]++;
    }
    say(h, "%u findings of high, %u of medium and %u of low severity; %u more are compensated.",
        counts[SEVERITY_high], counts[SEVERITY_medium], counts[SEVERITY_low], compensated);
}

static void print_html(struct html *h, const struct page *page)
{
    static const struct html_column columns[] = {
        { "No.", "number" },
        { "Severity", NULL },
        { "Finding", "wide-column" },
        { "Require\xc2\xadment", NULL },
        { "Row", NULL },
        { "Seen or since", NULL },
        { NULL, NULL },
    };
    unsigned number = 0;

    say(h, "Contradictions from the plant, and what has lapsed or does not count, the gravest "
           "first. The row names the signal, evidence, measure, conduit or requirement that the "
           "finding is from.");
    print_counts(h, page);
    html_table(h, NULL, columns);
    for (ARRAY_EACH(const struct concern, f, &page->findings.rows))
        print_finding(h, f, ++number, page);
    html_table_end(h);
}

static void print_json(struct json *j, const struct page *page)
{
    json_array(j, "findings");
    for (ARRAY_EACH(const struct concern, f, &page->findings.rows)) {
        json_object(j, NULL);
        json_string(j, "kind", concern_kind_name(f->kind));
        json_string(j, "severity", severity_word(f->severity));
        json_text_or_null(j, "requirements", f->requirement);
        json_text(j, "row", f->source);
        json_text(j, "sentence", f->sentence);
        json_text_or_null(j, "compensated_by", f->compensated);
        json_object_end(j);
    }
    json_array_end(j);
}

const struct section findings_section = { "findings", "Findings", print_html, print_json };
