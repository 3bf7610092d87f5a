/*
 * requirements_specification.c - what a supplier must deliver for a zone: the technical
 * part of a tender, from the zone's target levels.
 *
 * Source: IEC 62443-3-2 ZCR 6 (what such a specification holds), 3-3 and 4-2 (levels
 * at which rows are selected), 2-4 (what a provider is asked for); our own words.
 */
#include "report/document.h"
#include "report/selection.h"

static const char *const foundational[FR_COUNT] = {
    "Who and what is let in: identification and authentication",
    "What they may do: use control",
    "That nothing is altered: integrity of the system",
    "That nothing leaks: confidentiality of data",
    "That traffic stays where it belongs: restricted data flow",
    "That events are noticed and answered in time",
    "That resources are there when needed: availability",
};

static const struct zone *zone_of(const struct page *page)
{
    return program_zone(page->program, page->in->subject);
}

/* ---- the zone ---- */

static const char *networks(const struct zone *z, const struct page *page)
{
    struct joined all = { BUFFER_KEPT, ", " };

    for (ARRAY_EACH(const struct prefix, p, &z->prefixes))
        join(&all, "%s/%u", address_words(&p->base, page->text), p->bits);
    for (ARRAY_EACH(const struct address, a, &z->members))
        join(&all, "%s", address_words(a, page->text));
    return joined_words(&all, "-", page->text);
}

static unsigned assets_in(const struct zone *z, const struct page *page)
{
    for (ARRAY_EACH(const struct map_zone, m, &page->a->map.zones))
        if (m->zone == z)
            return m->assets;
    return 0;
}

static void print_zone(struct html *h, const struct zone *z, const struct page *page)
{
    struct arena *t = page->text;

    document_section(h, "zone", "The zone");
    html_open_class(h, "dl", "facts");
    document_fact(h, "Zone", NULL, words_or_dash(z->id, t));
    document_fact(h, "Name", NULL, words_or_dash(z->name, t));
    document_fact(h, "Lies in", NULL, words_or_dash(z->parent, t));
    document_fact(h, "Purpose", NULL, words_or_dash(z->purpose, t));
    document_fact(h, "Owner", NULL, words_or_dash(z->owner, t));
    document_fact(h, "Level", NULL, words_or_dash(z->level, t));
    document_fact(h, "Safety", NULL, z->safety ? "holds safety functions" : "no safety functions");
    document_fact(h, "Networks", NULL, networks(z, page));
    document_fact(h, "Assets seen", NULL, text_string(text_format(t, "%u", assets_in(z, page)), t));
    html_close(h, "dl");
    document_section_end(h);
}

static void print_targets(struct html *h, const struct zone *z)
{
    static const struct html_column columns[] = {
        { "FR", "number" },
        { "Foundational requirement", "wide-column" },
        { "SL-T", "number" },
        { NULL, NULL },
    };

    document_section(h, "targets", "Target levels");
    html_table(h, NULL, columns);
    for (unsigned i = 0; i < FR_COUNT; i++) {
        html_row(h, NULL);
        html_cell(h, "number", "%u", i + 1);
        html_cell(h, NULL, "%s", foundational[i]);
        html_cell(h, "number", "%u", z->sl_target[i]);
        html_row_end(h);
    }
    html_table_end(h);
    document_section_end(h);
}

static void print_conduit(struct html *h, const struct conduit *c, const struct page *page)
{
    struct joined services = { BUFFER_KEPT, "; " };

    for (ARRAY_EACH(const struct service, s, &c->services))
        join(&services, "%s", service_words(s, page->text));
    html_row(h, NULL);
    html_cell_text(h, "code", c->id);
    html_cell_text(h, NULL, c->from);
    html_cell_text(h, NULL, c->to);
    html_cell(h, NULL, "%s", joined_words(&services, "nothing", page->text));
    html_cell(h, NULL, "%s", words_or_dash(c->reason, page->text));
    html_cell(h, NULL, "%s", words_or_dash(c->owner, page->text));
    html_row_end(h);
}

static void print_conduits(struct html *h, const struct zone *z, const struct page *page)
{
    static const struct html_column columns[] = {
        { "Conduit", "code" }, { "From", NULL },
        { "To", NULL },        { "What may pass", "wide-column" },
        { "Reason", NULL },    { "Owner", NULL },
        { NULL, NULL },
    };
    unsigned count = 0;

    document_section(h, "conduits", "Conduits that the solution has to live with");
    for (ARRAY_EACH(const struct conduit, c, &page->program->conduits)) {
        if (!text_equal(c->from, z->id) && !text_equal(c->to, z->id))
            continue;
        if (count++ == 0)
            html_table(h, NULL, columns);
        print_conduit(h, c, page);
    }
    if (count)
        html_table_end(h);
    else
        say_empty(h, "No conduit leads into or out of the zone: nothing may pass. Describe what "
                     "must, under Zones and conduits.");
    document_section_end(h);
}

/* ---- what is asked for ---- */

/* The lowest level at which a row is selected. */
static unsigned selected_from(const struct table *t, const struct table_row *row)
{
    static const char *const columns[] = { "sl1", "sl2", "sl3", "sl4" };

    for (unsigned i = 0; i < COUNT_OF(columns); i++)
        if (text_is(table_value(t, row, columns[i]), "1"))
            return i + 1;
    return 0;
}

static struct text components_of(struct text id, const struct page *page)
{
    const struct table *t = catalogue_table(page->in->catalogue, TEXT("trace-3-3-4-2"));
    const struct table_row *row = t ? table_find(t, id) : NULL;

    return row ? table_value(t, row, "component_requirements") : (struct text){ 0 };
}

static void print_system_row(struct html *h, const struct table *t, const struct table_row *row,
                             const struct page *page)
{
    struct text id = table_value(t, row, "id");

    html_row(h, NULL);
    html_cell_text(h, "code", id);
    html_cell_text(h, NULL, table_value(t, row, "title"));
    html_cell(h, "number", "%u", selected_from(t, row));
    html_cell(h, "code", "%s", list_words(components_of(id, page), page->text));
    html_cell(h, "answer", "%s", "");
    html_row_end(h);
}

static void print_system(struct html *h, const struct zone *z, const struct page *page)
{
    static const struct html_column columns[] = {
        { "Id", "code" },
        { "The system must", "wide-column" },
        { "From SL", "number" },
        { "Components", "code" },
        { "Supplier: met, how, proof", "answer" },
        { NULL, NULL },
    };
    const struct table *t = catalogue_table(page->in->catalogue, TEXT("3-3"));

    document_section(h, "system", "System requirements");
    html_table(h, NULL, columns);
    for (ARRAY_EACH(const struct table_row, row, &t->rows))
        if (system_requirement_applies(t, row, z))
            print_system_row(h, t, row, page);
    html_table_end(h);
    document_section_end(h);
}

static void print_components(struct html *h, const struct zone *z, const struct page *page)
{
    static const struct html_column columns[] = {
        { "Id", "code" },
        { "Components", "code" },
        { "A component must", "wide-column" },
        { "From SL", "number" },
        { "Supplier: met, how, proof", "answer" },
        { NULL, NULL },
    };
    const struct table *t = catalogue_table(page->in->catalogue, TEXT("4-2"));

    document_section(h, "components", "Component requirements");
    say(h, "SAR: software application; EDR: embedded device; HDR: host device; NDR: network "
           "device. A component answers the rows of its kind.");
    html_table(h, NULL, columns);
    for (ARRAY_EACH(const struct table_row, row, &t->rows)) {
        if (!component_requirement_applies(t, row, z))
            continue;
        html_row(h, NULL);
        html_cell_text(h, "code", table_value(t, row, "id"));
        html_cell(h, "code", "%s", list_words(table_value(t, row, "component_types"), page->text));
        html_cell_text(h, NULL, table_value(t, row, "title"));
        html_cell(h, "number", "%u", selected_from(t, row));
        html_cell(h, "answer", "%s", "");
        html_row_end(h);
    }
    html_table_end(h);
    document_section_end(h);
}

static bool provision_is_asked(const struct program *p, struct text id)
{
    for (ARRAY_EACH(const struct provision, row, &p->provisions))
        if (row->required && text_equal(row->requirement, id))
            return true;
    return false;
}

static bool any_provision_is_asked(const struct program *p)
{
    for (ARRAY_EACH(const struct provision, row, &p->provisions))
        if (row->required)
            return true;
    return false;
}

static void print_services(struct html *h, const struct page *page)
{
    static const struct html_column columns[] = {
        { "Id", "code" },
        { "A service provider", "wide-column" },
        { "Supplier: maturity level, proof", "answer" },
        { NULL, NULL },
    };
    const struct table *t = catalogue_table(page->in->catalogue, TEXT("2-4"));
    bool chosen = any_provision_is_asked(page->program);

    document_section(h, "services", "Requirements on services");
    if (!chosen)
        say_empty(h, "No requirement of IEC 62443-2-4 is chosen for a provider yet, so the base "
                     "requirements stand here. Choose under Ledgers, Provider profiles.");
    html_table(h, NULL, columns);
    for (ARRAY_EACH(const struct table_row, row, &t->rows)) {
        struct text id = table_value(t, row, "id");
        if (chosen ? !provision_is_asked(page->program, id)
                   : !text_is(table_value(t, row, "kind"), "base"))
            continue;
        html_row(h, NULL);
        html_cell_text(h, "code", id);
        html_cell_text(h, NULL, table_value(t, row, "title"));
        html_cell(h, "answer", "%s", "");
        html_row_end(h);
    }
    html_table_end(h);
    document_section_end(h);
}

static void print_handing_over(struct html *h)
{
    static const char *const points[] = {
        "An answer to every row above, with the place in a document or the test that proves it; a "
        "row that is not met is named with what would compensate for it.",
        "A list of all hardware, software and firmware with versions, and the date until which "
        "each is supported.",
        "All interfaces, services, ports and accounts that the solution needs, and that everything "
        "else is switched off.",
        "How it is hardened, backed up, restored and updated, and what it does when the network "
        "or a partner is missing.",
        "No password or key as delivered is left when the work is accepted; all are handed to the "
        "owner.",
        "Whom to tell of a weakness, and how soon the supplier tells the owner of one.",
        "Tests of acceptance at the works and on site that try the rows above, with their "
        "protocols.",
    };

    document_section(h, "handing-over", "What is handed over");
    html_open(h, "ul");
    for (size_t i = 0; i < COUNT_OF(points); i++)
        html_element(h, "li", NULL, "%s", points[i]);
    html_close(h, "ul");
    document_section_end(h);
}

static void print_approval(struct html *h)
{
    static const char *const lines[] = { "Written by, on", "Owner of the zone, on", "Security, on",
                                         "Purchasing, on" };

    document_section(h, "approval", "Approval");
    html_open_class(h, "div", "signing");
    for (size_t i = 0; i < COUNT_OF(lines); i++)
        html_element(h, "p", NULL, "%s", lines[i]);
    html_close(h, "div");
    document_section_end(h);
}

static struct text verdict(const struct zone *z, const struct page *page)
{
    const struct table *systems = catalogue_table(page->in->catalogue, TEXT("3-3"));
    const struct table *components = catalogue_table(page->in->catalogue, TEXT("4-2"));
    unsigned system_rows = 0, component_rows = 0;

    for (ARRAY_EACH(const struct table_row, row, &systems->rows))
        system_rows += system_requirement_applies(systems, row, z);
    for (ARRAY_EACH(const struct table_row, row, &components->rows))
        component_rows += component_requirement_applies(components, row, z);
    return text_format(page->text,
                       "%.*s: SL-T %s for FR 1 to 7 selects %u of %zu system requirements and %u "
                       "of %zu component requirements.",
                       SHOWN(z->name.length ? z->name : z->id), sl_words(z->sl_target, page->text),
                       system_rows, systems->rows.count, component_rows, components->rows.count);
}

static void print_html(struct html *h, const struct page *page)
{
    const struct zone *z = zone_of(page);

    if (!zone_highest_target(z)) {
        document_head(h, page, TEXT("The zone has no target level yet, so nothing is selected."));
        say_empty(h, "Set the zone's SL-T for each foundational requirement under Zones and "
                     "conduits; this document then lists what it selects.");
        print_zone(h, z, page);
        document_foot(h, page);
        return;
    }
    document_head(h, page, verdict(z, page));
    say(h, "The rows name the requirement by its number in IEC 62443 and say in our words what it "
           "is about; what binds is the text of the standard, which the supplier has.");
    print_zone(h, z, page);
    print_targets(h, z);
    print_conduits(h, z, page);
    print_system(h, z, page);
    print_components(h, z, page);
    print_services(h, page);
    print_handing_over(h);
    print_approval(h);
    document_foot(h, page);
}

const struct document requirements_specification_document = {
    .name = "requirements-specification",
    .title = "Security requirements specification",
    .about = "What a supplier must deliver for a zone, from its target levels; the technical part "
             "of a tender.",
    .subject = SUBJECT_zone,
    .needs_subject = true,
    .html = print_html,
};
