#include "report/document.h"

#include <string.h>

void page_begin(struct page *page, const struct document *document, const struct report_input *in,
                enum output output, struct arena *text)
{
    arena_create(text, ARENA_TRUSTED);
    *page = (struct page){
        .in = in,
        .document = document,
        .a = in->assessment,
        .plant = in->assessment->plant,
        .program = &in->assessment->plant->program,
        .output = output,
        .sight = assessment_sight(in->assessment, text),
        .text = text,
    };
    concerns_gather(&page->findings, page->a, text);
    expiries_gather(&page->expiries, page->plant);
}

void page_finish(struct page *page)
{
    concerns_finish(&page->findings);
    expiries_finish(&page->expiries);
    arena_destroy(page->text);
}

static bool is_plain_word(struct text t)
{
    for (size_t i = 0; i < t.length; i++)
        if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.", t.at[i]))
            return false;
    return t.length > 0;
}

/* A word as a shell takes it. */
static struct text shell_word(struct text t, struct arena *into)
{
    struct buffer quoted = BUFFER_KEPT;

    if (is_plain_word(t))
        return t;
    buffer_char(&quoted, '\'');
    for (size_t i = 0; i < t.length; i++) {
        if (t.at[i] == '\'')
            buffer_string(&quoted, "'\\''");
        else
            buffer_char(&quoted, t.at[i]);
    }
    buffer_char(&quoted, '\'');
    struct text copy = text_copy(buffer_view(&quoted), into);
    buffer_free(&quoted);
    return copy;
}

const char *command_words(const struct page *page)
{
    struct text folder = shell_word(path_end(text_of(page->in->plant_folder)), page->text);
    struct text subject =
        page->in->subject.length ? shell_word(page->in->subject, page->text) : (struct text){ 0 };

    return text_string(
        text_format(page->text, "bulkhead report %.*s %s%s%.*s --today %s --out %s%s",
                    SHOWN(folder), page->document->name, subject.length ? " --for " : "",
                    SHOWN(subject), date_words(page->plant->today, page->text),
                    page->document->name, output_table[page->output]->suffix),
        page->text);
}

struct text verdict_sentence(const struct page *page)
{
    const struct element_figure *e = &page->a->maturity.overall;

    return text_format(
        page->text,
        "Of %u applicable requirements, %u are at their target level, %u are below it, %u have no "
        "target and %u are not assessed. For %u, more is claimed than evidence and traffic "
        "support.",
        e->applicable, e->states[REQUIREMENT_at_target], e->states[REQUIREMENT_below_target],
        e->states[REQUIREMENT_no_target], e->states[REQUIREMENT_not_assessed], e->overclaimed);
}

const char *capture_name(const struct page *page, uint32_t capture)
{
    return file_words(page->plant->observed.captures.items[capture].path, page->text);
}

const char *seen_at(const struct page *page, uint32_t capture, uint64_t frame)
{
    if (!frame || capture >= page->plant->observed.captures.count)
        return "-";
    return text_string(text_format(page->text, "%s, frame %llu", capture_name(page, capture),
                                   (unsigned long long)frame),
                       page->text);
}

void document_fact(struct html *h, const char *name, const char *class, const char *value)
{
    html_element(h, "dt", NULL, "%s", name);
    html_element(h, "dd", class, "%s", value);
}

const char *words_or_dash(struct text t, struct arena *into)
{
    return t.length ? text_string(t, into) : "-";
}

const char *list_words(struct text list, struct arena *into)
{
    struct joined all = { BUFFER_KEPT, ", " };

    for (struct text rest = list, entry; list_next(&rest, &entry);)
        join(&all, "%.*s", SHOWN(entry));
    return joined_words(&all, "-", into);
}

static const char *scope_words(const struct page *page)
{
    const struct program *p = page->program;
    struct joined all = { BUFFER_KEPT, ", " };

    if (p->organisation.length)
        join(&all, "%.*s", SHOWN(p->organisation));
    if (p->site.length)
        join(&all, "%.*s", SHOWN(p->site));
    return joined_words(&all, "-", page->text);
}

void document_head(struct html *h, const struct page *page, struct text verdict)
{
    struct arena *text = page->text;

    html_open_class(h, "header", "head");
    html_element(h, "p", "kind", "%s", page->document->title);
    html_element(h, "h1", NULL, "%s", words_or_dash(page->program->plant, text));
    html_open_class(h, "dl", "line");
    document_fact(h, "For", NULL, scope_words(page));
    document_fact(h, "Report date", "report-date", date_words(page->plant->today, text));
    document_fact(h, "Made by", NULL,
                  text_string(text_format(text, "Bulkhead %s", page->in->version), text));
    html_close(h, "dl");
    if (verdict.length)
        html_element(h, "p", "verdict", "%.*s", SHOWN(verdict));
    html_close(h, "header");
}

void document_foot(struct html *h, const struct page *page)
{
    document_section(h, "again", "How to make and check this document");
    say(h, "The same plant folder, catalogue and program give the same bytes:");
    html_element(h, "pre", NULL, "%s", command_words(page));
    say(h,
        "Any figure is derived down to rows and packets by \"bulkhead explain\", for instance "
        "\"explain PLANT overall\", \"spe:NET\" or \"requirement:NET 1.1\". Each table is written "
        "alone, with all its rows, as .csv, and all of them as sheets of an .xlsx.");
    document_section_end(h);
}

void document_section(struct html *h, const char *anchor, const char *title)
{
    html_open(h, "section");
    html_attribute(h, "id", "%s", anchor);
    html_element(h, "h2", NULL, "%s", title);
}

void document_section_end(struct html *h)
{
    html_close(h, "section");
}
