/*
 * policy.c - the policy of one program element: the owner's text where there is one,
 * else a starting text of our own that says so.
 *
 * Texts are lines: "# title", "## heading", "- point", and paragraphs.
 */
#include "base/embedded.h"
#include "report/document.h"

extern const struct embedded policy_texts;

static const struct policy *policy_of(const struct page *page)
{
    for (ARRAY_EACH(const struct policy, p, &page->program->policies))
        if (text_equal(p->element, page->in->subject) && p->body.length)
            return p;
    return NULL;
}

static struct text starting_text(const struct page *page)
{
    struct text name = text_format(page->text, "%.*s.txt", SHOWN(page->in->subject));
    const struct embedded_file *file = embedded_find(&policy_texts, name.at);

    return file ? embedded_text(file) : (struct text){ 0 };
}

/* "{site}" by its name; a plant that has none yet is told apart by brackets. */
static void print_words(struct html *h, struct text line, const struct page *page)
{
    const struct {
        const char *name;
        struct text value, otherwise;
    } names[] = {
        { "organisation", page->program->organisation, TEXT("[your organisation]") },
        { "site", page->program->site.length ? page->program->site : page->program->plant,
          TEXT("[your site]") },
    };

    while (line.length) {
        html_text(h, text_cut(&line, '{'));
        struct text name = line.length ? text_cut(&line, '}') : (struct text){ 0 };
        for (size_t i = 0; i < COUNT_OF(names); i++)
            if (text_is(name, names[i].name))
                html_text(h, names[i].value.length ? names[i].value : names[i].otherwise);
    }
}

static void print_line(struct html *h, const char *element, struct text line, size_t mark,
                       const struct page *page)
{
    line.at += mark;
    line.length -= mark;
    html_open(h, element);
    print_words(h, line, page);
    html_close(h, element);
}

static void print_body(struct html *h, struct text body, const struct page *page)
{
    bool in_list = false;

    while (body.length) {
        struct text line = text_trim(text_cut(&body, '\n'));
        bool point = text_starts(line, "- ");
        if (in_list && !point && line.length)
            html_close(h, "ul");
        else if (!in_list && point)
            html_open(h, "ul");
        in_list = line.length ? point : in_list;
        if (point)
            print_line(h, "li", line, 2, page);
        else if (text_starts(line, "## "))
            print_line(h, "h3", line, 3, page);
        else if (text_starts(line, "# "))
            print_line(h, "h2", line, 2, page);
        else if (line.length)
            print_line(h, "p", line, 0, page);
    }
    if (in_list)
        html_close(h, "ul");
}

static void print_requirements(struct html *h, const struct page *page)
{
    static const struct html_column columns[] = {
        { "Id", "code" },       { "Requirement", "wide-column" }, { "Applies", NULL },
        { "Target", "number" }, { "Supported", "number" },        { NULL, NULL },
    };

    document_section(h, "answers", "Requirements that this policy answers");
    html_table(h, NULL, columns);
    for (ARRAY_EACH(const struct requirement_figure, f, &page->a->maturity.requirements)) {
        if (!text_equal(f->requirement->element, page->in->subject))
            continue;
        html_row(h, NULL);
        html_cell_text(h, "code", f->requirement->id);
        html_cell_text(h, NULL, f->requirement->title);
        html_cell(h, NULL, "%s", f->state == REQUIREMENT_not_applicable ? "no" : "yes");
        html_cell(h, "number", "%u", f->target);
        html_cell(h, "number", "%u", f->supported);
        html_row_end(h);
    }
    html_table_end(h);
    document_section_end(h);
}

static void print_standing(struct html *h, const struct policy *p, const struct page *page)
{
    struct arena *t = page->text;

    html_open_class(h, "dl", "facts");
    document_fact(h, "Element", NULL, text_string(page->in->subject, t));
    document_fact(h, "Policy", NULL, p ? words_or_dash(p->id, t) : "starting text, not approved");
    document_fact(h, "Owner", NULL, p ? words_or_dash(p->owner, t) : "-");
    document_fact(h, "Version", NULL, p ? words_or_dash(p->version, t) : "-");
    document_fact(h, "Approved", NULL, p ? date_words(p->approved, t) : "-");
    document_fact(h, "Approved by", NULL, p ? words_or_dash(p->approver, t) : "-");
    document_fact(h, "Next review", NULL, p ? date_words(p->next_review, t) : "-");
    html_close(h, "dl");
}

static void print_html(struct html *h, const struct page *page)
{
    const struct policy *p = policy_of(page);

    document_head(h, page, (struct text){ 0 });
    print_standing(h, p, page);
    if (!p)
        say_empty(h, "This is a text to begin from, in nobody's name. Change what does not fit the "
                     "plant, keep it under Ledgers, Policies with an owner and an approver, and "
                     "this document is the plant's own.");
    html_open_class(h, "div", "text");
    if (p)
        html_element(h, "h2", NULL, "%.*s", SHOWN(p->title));
    print_body(h, p ? p->body : starting_text(page), page);
    html_close(h, "div");
    print_requirements(h, page);
    document_foot(h, page);
}

const struct document policy_document = {
    .name = "policy",
    .title = "Policy",
    .about = "The policy of a program element: the owner's own where there is one, else a starting "
             "text to edit.",
    .subject = SUBJECT_element,
    .needs_subject = true,
    .html = print_html,
};
