#include "report/assessment/section.h"

static void print_statement(struct html *h, const struct requirement_figure *f,
                            const struct page *page)
{
    html_open(h, "td");
    html_attribute(h, "id", "%.*s",
                   SHOWN(html_anchor(page->text, "requirement-", f->requirement->id)));
    html_element(h, "strong", "name", "%.*s", SHOWN(f->requirement->id));
    html_say(h, " %.*s", SHOWN(f->requirement->title));
    if (f->claim && f->claim->narrative.length)
        html_element(h, "div", "aside", "\xe2\x80\x9c%.*s\xe2\x80\x9d", SHOWN(f->claim->narrative));
    if (f->claim && f->claim->assessor.length)
        html_element(h, "div", "aside", "%.*s, %.*s%s%s", SHOWN(f->claim->assessor),
                     SHOWN(f->claim->method), f->claim->method.length ? ", " : "",
                     date_words(f->claim->at, page->text));
    html_close(h, "td");
}

static void print_evidence(struct html *h, struct text requirement, const struct page *page)
{
    for (ARRAY_EACH(const struct evidence, e, &page->plant->program.evidence)) {
        if (!text_equal(e->requirement, requirement))
            continue;
        enum evidence_state state = evidence_state(e, page->plant->today);
        html_open_class(h, "div", state == EVIDENCE_counting ? "item" : "item short");
        evidence_link(h, e->id, page);
        html_say(h, " level %u, %s", e->level, date_words(e->collected, page->text));
        if (e->expires)
            html_say(h, " to %s", date_words(e->expires, page->text));
        if (state != EVIDENCE_counting)
            html_say(h, ": %s", evidence_state_word(state));
        html_close(h, "div");
    }
}

static void print_signals(struct html *h, struct text requirement, const struct page *page)
{
    for (ARRAY_EACH(const struct signal_result, r, &page->a->signals.results)) {
        if (r->state != SIGNAL_found || !signal_cites(r->signal, requirement))
            continue;
        uint32_t standing = signal_standing(r, requirement, &page->a->proofs);
        bool against = r->signal->effect == SIGNAL_contradicts;
        html_open_class(h, "div", against && standing ? "item short" : "item");
        html_say(h, "%s level %u: ", against ? "against" : "for", r->signal->level);
        html_link(h, html_anchor(page->text, "signal-", text_of(r->signal->id)), "%s",
                  r->signal->id);
        if (standing != r->found)
            html_say(h, " (%u of %u compensated)", r->found - standing, r->found);
        html_close(h, "div");
    }
}

static void print_measures(struct html *h, struct text requirement, const struct page *page)
{
    for (ARRAY_EACH(const struct measure, m, &page->plant->program.measures)) {
        if (!text_equal(m->requirement, requirement))
            continue;
        enum measure_state state = measure_state(&page->a->proofs, m);
        html_element(h, "div", state == MEASURE_counting ? "item" : "item short", "%.*s to %s: %s",
                     SHOWN(m->id), date_words(m->expires, page->text), measure_state_word(state));
    }
}

static void print_level(struct html *h, bool known, bool is_short, unsigned level)
{
    if (known)
        html_cell(h, is_short ? "number short" : "number", "%u", level);
    else
        html_cell(h, "number", "-");
}

static void print_row(struct html *h, const struct requirement_figure *f, const struct page *page)
{
    bool applies = f->state != REQUIREMENT_not_applicable;

    html_row(h, NULL);
    print_statement(h, f, page);
    print_level(h, applies, false, f->claimed);
    print_level(h, applies, f->supported < f->claimed, f->supported);
    print_level(h, applies && f->target, false, f->target);
    html_open(h, "td");
    html_element(h, "div", "state", "%s", requirement_state_word(f->state));
    html_text(h, f->reason);
    html_close(h, "td");
    html_open(h, "td");
    print_evidence(h, f->requirement->id, page);
    print_signals(h, f->requirement->id, page);
    print_measures(h, f->requirement->id, page);
    html_close(h, "td");
    html_row_end(h);
}

static void print_element(struct html *h, const struct element_figure *e, const struct page *page)
{
    static const struct html_column columns[] = {
        { "Requirement and statement", "statement" },
        { "Claim\xc2\xad"
          "ed",
          "number" },
        { "Suppor\xc2\xadted", "number" },
        { "Target", "number" },
        { "Result and what limits it", "share" },
        { "Evidence, signals, measures", "share" },
        { NULL, NULL },
    };

    html_open(h, "h3");
    html_attribute(h, "id", "%.*s", SHOWN(html_anchor(page->text, "element-", e->id)));
    html_say(h, "%.*s  %.*s", SHOWN(e->id), SHOWN(e->title));
    html_close(h, "h3");
    say(h, "Claimed %u, supported %u, target %u; %u of %u requirements met, %u not assessed.",
        e->claimed, e->supported, e->target, e->states[REQUIREMENT_at_target], e->applicable,
        e->states[REQUIREMENT_not_assessed]);
    html_table(h, NULL, columns);
    for (ARRAY_EACH(const struct requirement_figure, f, &page->a->maturity.requirements))
        if (text_equal(f->requirement->element, e->id))
            print_row(h, f, page);
    html_table_end(h);
}

static void print_html(struct html *h, const struct page *page)
{
    say(h, "Every requirement of the standard is listed. A supported level that is underlined is "
           "below what is claimed.");
    for (ARRAY_EACH(const struct element_figure, e, &page->a->maturity.elements))
        print_element(h, e, page);
}

static void json_evidence(struct json *j, struct text requirement, const struct page *page)
{
    json_array(j, "evidence");
    for (ARRAY_EACH(const struct evidence, e, &page->plant->program.evidence))
        if (text_equal(e->requirement, requirement))
            json_text(j, NULL, e->id);
    json_array_end(j);
}

static void json_signals(struct json *j, struct text requirement, const struct page *page)
{
    json_array(j, "signals");
    for (ARRAY_EACH(const struct signal_result, r, &page->a->signals.results)) {
        if (r->state != SIGNAL_found || !signal_cites(r->signal, requirement))
            continue;
        json_object(j, NULL);
        json_string(j, "id", r->signal->id);
        json_string(j, "effect", signal_state_word(r));
        json_unsigned(j, "level", r->signal->level);
        json_unsigned(j, "rows", r->found);
        json_unsigned(j, "standing", signal_standing(r, requirement, &page->a->proofs));
        json_object_end(j);
    }
    json_array_end(j);
}

static void print_json(struct json *j, const struct page *page)
{
    json_array(j, "requirements");
    for (ARRAY_EACH(const struct requirement_figure, f, &page->a->maturity.requirements)) {
        json_object(j, NULL);
        json_text(j, "id", f->requirement->id);
        json_text(j, "title", f->requirement->title);
        json_string(j, "state", requirement_state_name(f->state));
        json_unsigned(j, "claimed", f->claimed);
        json_unsigned(j, "supported", f->supported);
        json_unsigned(j, "target", f->target);
        json_text(j, "reason", f->reason);
        json_evidence(j, f->requirement->id, page);
        json_signals(j, f->requirement->id, page);
        json_object_end(j);
    }
    json_array_end(j);
}

const struct section requirements_section = { "requirements", "Requirements by program element",
                                              print_html, print_json };
