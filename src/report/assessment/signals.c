#include "report/assessment/section.h"

static void print_cited(struct html *h, const struct signal *signal, const struct page *page)
{
    html_open(h, "td");
    for (size_t i = 0; i < SIGNAL_REQUIREMENTS_MOST && signal->requirements[i].id; i++) {
        if (i)
            html_say(h, ", ");
        requirement_link(h, text_of(signal->requirements[i].id), page);
    }
    html_close(h, "td");
}

static void print_overview(struct html *h, const struct page *page)
{
    static const struct html_column columns[] = {
        { "Signal", NULL },       { "Effect", NULL },  { "Level", "number" },
        { "Requirements", NULL }, { "Outcome", NULL }, { "In words", "wide-column" },
        { NULL, NULL },
    };

    html_table(h, "All signals", columns);
    for (ARRAY_EACH(const struct signal_result, r, &page->a->signals.results)) {
        bool against = r->signal->effect == SIGNAL_contradicts;
        html_row(h, against && r->state == SIGNAL_found ? "bad" : NULL);
        html_open(h, "td");
        if (r->rows.count)
            html_link(h, html_anchor(page->text, "signal-", text_of(r->signal->id)), "%s",
                      r->signal->title);
        else
            html_say(h, "%s", r->signal->title);
        html_close(h, "td");
        html_cell(h, NULL, "%s", against ? "contradicts" : "supports");
        html_cell(h, "number", "%u", r->signal->level);
        print_cited(h, r->signal, page);
        html_cell(h, NULL, "%s", signal_state_word(r));
        html_cell_text(h, NULL, r->sentence);
        html_row_end(h);
    }
    html_table_end(h);
}

static void print_rows(struct html *h, const struct signal_result *r, const struct page *page)
{
    static const struct html_column columns[] = {
        { "Weight", NULL },       { "What was found", "wide-column" },
        { "First seen", "date" }, { "Where", NULL },
        { NULL, NULL },
    };

    html_open(h, "h3");
    html_attribute(h, "id", "%.*s",
                   SHOWN(html_anchor(page->text, "signal-", text_of(r->signal->id))));
    html_say(h, "%s", r->signal->title);
    html_close(h, "h3");
    say(h, "%.*s %s", SHOWN(r->sentence), r->signal->looks_at);
    for (size_t i = 0; i < SIGNAL_REQUIREMENTS_MOST && r->signal->requirements[i].id; i++)
        say(h, "%s: %s", r->signal->requirements[i].id, r->signal->requirements[i].why);
    html_table(h, NULL, columns);
    for (ARRAY_EACH(const struct signal_row, row, &r->rows)) {
        html_row(h, NULL);
        html_cell(h, NULL, "%s",
                  r->signal->effect == SIGNAL_supports && row->severity != SEVERITY_note
                      ? "supports"
                      : severity_word(row->severity));
        html_cell_text(h, NULL, row->sentence);
        html_cell(h, "date", "%s", minute_words(row->first, page->text));
        html_cell(h, "name", "%s", seen_at(page, row->capture, row->frame));
        html_row_end(h);
    }
    html_table_end(h);
}

static void print_html(struct html *h, const struct page *page)
{
    say(h, "A signal is evidence from the plant itself. Rows with the weight \"note\" are shown "
           "and have no effect.");
    print_overview(h, page);
    for (ARRAY_EACH(const struct signal_result, r, &page->a->signals.results))
        if (r->rows.count)
            print_rows(h, r, page);
}

static void json_rows(struct json *j, const struct signal_result *r, const struct page *page)
{
    json_array(j, "rows");
    for (ARRAY_EACH(const struct signal_row, row, &r->rows)) {
        json_object(j, NULL);
        json_string(j, "severity", severity_word(row->severity));
        json_text(j, "sentence", row->sentence);
        json_moment(j, "first", row->first);
        json_moment(j, "last", row->last);
        if (row->frame) {
            json_string(j, "capture", capture_name(page, row->capture));
            json_unsigned(j, "frame", row->frame);
        }
        json_object_end(j);
    }
    json_array_end(j);
}

static void print_json(struct json *j, const struct page *page)
{
    json_array(j, "signals");
    for (ARRAY_EACH(const struct signal_result, r, &page->a->signals.results)) {
        json_object(j, NULL);
        json_string(j, "id", r->signal->id);
        json_string(j, "effect", r->signal->effect == SIGNAL_supports ? "supports" : "contradicts");
        json_unsigned(j, "level", r->signal->level);
        json_array(j, "requirements");
        for (size_t i = 0; i < SIGNAL_REQUIREMENTS_MOST && r->signal->requirements[i].id; i++)
            json_string(j, NULL, r->signal->requirements[i].id);
        json_array_end(j);
        json_string(j, "outcome", signal_state_word(r));
        json_text(j, "sentence", r->sentence);
        json_rows(j, r, page);
        json_object_end(j);
    }
    json_array_end(j);
}

const struct section signals_section = { "signals", "Signals from the plant", print_html,
                                         print_json };
