#include <string.h>

#include "report/assessment/section.h"

static const char *edition(const struct page *page)
{
    const struct table *t = catalogue_table(page->in->catalogue, TEXT("2-1"));

    return t ? text_string(t->edition, page->text) : "no catalogue";
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

    return text_string(text_format(page->text,
                                   "bulkhead report %.*s assessment --today %s --out assessment%s",
                                   SHOWN(folder), date_words(page->plant->today, page->text),
                                   output_table[page->output]->suffix),
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

void requirement_link(struct html *h, struct text id, const struct page *page)
{
    if (maturity_requirement(&page->a->maturity, id))
        html_link(h, html_anchor(page->text, "requirement-", id), "%.*s", SHOWN(id));
    else
        html_text(h, id);
}

void requirement_links(struct html *h, struct text ids, const struct page *page)
{
    bool first = true;

    while (ids.length) {
        if (!first)
            html_say(h, ", ");
        requirement_link(h, text_trim(text_cut(&ids, ',')), page);
        first = false;
    }
}

void evidence_link(struct html *h, struct text id, const struct page *page)
{
    html_link(h, html_anchor(page->text, "evidence-", id), "%.*s", SHOWN(id));
}

static void fact(struct html *h, const char *name, const char *class, const char *value)
{
    html_element(h, "dt", NULL, "%s", name);
    html_element(h, "dd", class, "%s", value);
}

static const char *or_dash(struct text t, struct arena *into)
{
    return t.length ? text_string(t, into) : "-";
}

static void reproduce(struct html *h, const struct page *page)
{
    html_element(h, "h3", NULL, "How to make this report again");
    say(h, "The same plant folder, catalogue and program give the same bytes. Run this beside the "
           "plant folder and compare digests:");
    html_element(h, "pre", NULL, "%s", command_words(page));
    say(h, "The digests of the captures are in section 1. Any figure is derived down to packets by "
           "\"bulkhead explain\", for instance \"explain PLANT overall\".");
}

void cover_html(struct html *h, const struct page *page)
{
    const struct program *p = &page->plant->program;
    struct arena *text = page->text;

    html_open_class(h, "header", "cover");
    html_element(h, "p", "kind", "Assessment report, %s", edition(page));
    html_element(h, "h1", NULL, "%.*s", SHOWN(p->plant));
    html_element(h, "p", "verdict", "%.*s", SHOWN(verdict_sentence(page)));
    html_open(h, "dl");
    fact(h, "Organisation", NULL, or_dash(p->organisation, text));
    fact(h, "Site", NULL, or_dash(p->site, text));
    fact(h, "Report date", "report-date", date_words(page->plant->today, text));
    fact(h, "Catalogue", NULL, edition(page));
    fact(h, "Made by", NULL,
         text_string(text_format(text, "Bulkhead %s", page->in->version), text));
    html_close(h, "dl");
    reproduce(h, page);
    html_close(h, "header");
}

void cover_json(struct json *j, const struct page *page)
{
    const struct program *p = &page->plant->program;

    json_text(j, "plant", p->plant);
    json_text_or_null(j, "organisation", p->organisation);
    json_text_or_null(j, "site", p->site);
    json_string(j, "date", date_words(page->plant->today, page->text));
    json_string(j, "catalogue", edition(page));
    json_string(j, "version", page->in->version);
    json_string(j, "command", command_words(page));
    json_text(j, "verdict", verdict_sentence(page));
}
