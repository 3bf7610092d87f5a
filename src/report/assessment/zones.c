#include <inttypes.h>

#include "report/assessment/section.h"
#include "report/chart/chart.h"

static void print_zone(struct html *h, const struct map_zone *z, const struct page *page)
{
    const struct zone *zone = z->zone;

    html_row(h, zone ? NULL : "sum");
    html_open(h, "td");
    html_element(h, "strong", "name", "%.*s", SHOWN(zone_words(zone)));
    if (zone && !text_equal(zone->name, zone->id))
        html_say(h, " %.*s", SHOWN(zone->name));
    if (zone)
        html_element(h, "div", "aside", "%.*s", SHOWN(zone->purpose));
    html_close(h, "td");
    html_cell_text(h, NULL, zone ? zone->level : TEXT(""));
    html_cell(h, NULL, "%s",
              !zone            ? ""
              : zone->safety   ? "safety"
              : zone->business ? "business"
                               : "control");
    html_cell_text(h, NULL, zone ? zone->owner : TEXT(""));
    html_cell(h, "code", "%s", zone ? sl_words(zone->sl_target, page->text) : "");
    html_cell(h, "number", "%u", z->assets);
    html_cell(h, z->unregistered ? "number short" : "number", "%u", z->unregistered);
    html_cell(h, "number", "%" PRIu64, z->conversations_inside);
    html_row_end(h);
}

static void print_zones(struct html *h, const struct page *page)
{
    static const struct html_column columns[] = {
        { "Zone", "wide-column" },
        { "Level", NULL },
        { "Kind", NULL },
        { "Owner", NULL },
        { "SL-T of FR 1 to 7", "code" },
        { "Assets", "number" },
        { "Not in the register", "number" },
        { "Conver\xc2\xadsations inside", "number" },
        { NULL, NULL },
    };

    html_table(h, "Zones", columns);
    for (ARRAY_EACH(const struct map_zone, z, &page->a->map.zones))
        print_zone(h, z, page);
    html_table_end(h);
}

static bool is_used(const struct conduit *conduit, const struct page *page)
{
    for (ARRAY_EACH(const struct map_edge, e, &page->a->map.edges))
        for (ARRAY_EACH(const struct conduit *, c, &e->conduits))
            if (*c == conduit && e->state == EDGE_allowed_seen)
                return true;
    return false;
}

static const char *conduit_word(const struct conduit *c, const struct page *page)
{
    if (conduit_is_expired(c, page->plant->today))
        return "expired";
    return is_used(c, page) ? "in use" : "never seen in use";
}

static void print_conduit(struct html *h, const struct conduit *c, const struct page *page)
{
    html_row(h, conduit_is_expired(c, page->plant->today) ? "bad" : NULL);
    html_open(h, "td");
    html_element(h, "strong", "name", "%.*s", SHOWN(c->id));
    html_say(h, " %.*s", SHOWN(c->name));
    html_element(h, "div", "aside", "%.*s", SHOWN(c->reason));
    html_close(h, "td");
    html_cell_text(h, "name", c->from);
    html_cell_text(h, "name", c->to);
    html_open(h, "td");
    for (ARRAY_EACH(const struct service, s, &c->services))
        html_element(h, "div", "item", "%s", service_words(s, page->text));
    html_close(h, "td");
    html_cell_text(h, NULL, c->owner);
    html_cell(h, "date", "%s", c->expires ? date_words(c->expires, page->text) : "never");
    html_cell(h, NULL, "%s", conduit_word(c, page));
    html_row_end(h);
}

static void print_conduits(struct html *h, const struct page *page)
{
    static const struct html_column columns[] = {
        { "Conduit", "wide-column" },
        { "From", NULL },
        { "To", NULL },
        { "Lets through", NULL },
        { "Owner", NULL },
        { "Expires", "date" },
        { "State", NULL },
        { NULL, NULL },
    };

    html_table(h, "Conduits", columns);
    for (ARRAY_EACH(const struct conduit, c, &page->plant->program.conduits))
        print_conduit(h, c, page);
    html_table_end(h);
}

static void print_html(struct html *h, const struct page *page)
{
    if (!page->plant->program.zones.count) {
        say(h, "No zones are described. Without zones there are no conduits to hold traffic "
               "against, and signals about segmentation have nothing to look at.");
        return;
    }
    print_zones(h, page);
    chart_zones(h, page->a);
    chart_matrix(h, page->a);
    print_conduits(h, page);
}

static void json_zones(struct json *j, const struct page *page)
{
    json_array(j, "zones");
    for (ARRAY_EACH(const struct map_zone, z, &page->a->map.zones)) {
        json_object(j, NULL);
        json_text_or_null(j, "id", z->zone ? z->zone->id : TEXT(""));
        json_text_or_null(j, "level", z->zone ? z->zone->level : TEXT(""));
        json_array(j, "sl_target");
        for (size_t i = 0; z->zone && i < FR_COUNT; i++)
            json_unsigned(j, NULL, z->zone->sl_target[i]);
        json_array_end(j);
        json_unsigned(j, "assets", z->assets);
        json_unsigned(j, "unregistered", z->unregistered);
        json_unsigned(j, "conversations_inside", z->conversations_inside);
        json_object_end(j);
    }
    json_array_end(j);
}

static void json_edge(struct json *j, const struct map_edge *e, const struct page *page)
{
    json_object(j, NULL);
    json_text_or_null(j, "from", e->from ? e->from->id : TEXT(""));
    json_text_or_null(j, "to", e->to ? e->to->id : TEXT(""));
    json_string(j, "state", edge_state_name(e->state));
    json_array(j, "protocols");
    for (ARRAY_EACH(const struct text, name, &e->protocols))
        json_text(j, NULL, *name);
    json_array_end(j);
    json_text(j, "access", access_names(e->access, page->text));
    json_unsigned(j, "conversations", e->conversations);
    json_unsigned(j, "packets", e->packets);
    json_text(j, "reason", map_edge_reason(e, &page->a->passages, page->text));
    json_object_end(j);
}

static void print_json(struct json *j, const struct page *page)
{
    json_zones(j, page);
    json_array(j, "passages");
    for (ARRAY_EACH(const struct map_edge, e, &page->a->map.edges))
        json_edge(j, e, page);
    json_array_end(j);
    json_array(j, "conduits");
    for (ARRAY_EACH(const struct conduit, c, &page->plant->program.conduits)) {
        json_object(j, NULL);
        json_text(j, "id", c->id);
        json_text(j, "from", c->from);
        json_text(j, "to", c->to);
        json_string(j, "expires", c->expires ? date_words(c->expires, page->text) : NULL);
        json_string(j, "state", conduit_word(c, page));
        json_object_end(j);
    }
    json_array_end(j);
}

const struct section zones_section = { "zones", "Zones and conduits", print_html, print_json };
