#include "report/assessment/section.h"

static const char *edition(const struct page *page)
{
    const struct table *t = catalogue_table(page->in->catalogue, TEXT("2-1"));

    return t ? text_string(t->edition, page->text) : "no catalogue";
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
    document_fact(h, "Organisation", NULL, words_or_dash(p->organisation, text));
    document_fact(h, "Site", NULL, words_or_dash(p->site, text));
    document_fact(h, "Report date", "report-date", date_words(page->plant->today, text));
    document_fact(h, "Catalogue", NULL, edition(page));
    document_fact(h, "Made by", NULL,
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
