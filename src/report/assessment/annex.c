#include <inttypes.h>

#include "report/assessment/section.h"

static void print_asset(struct html *h, const struct asset *asset, const struct page *page)
{
    const struct registered *r = plant_registered_asset(page->plant, asset);
    struct joined macs = { BUFFER_KEPT, " " };

    for (ARRAY_EACH(const struct address, mac, &asset->macs))
        join(&macs, "%s", address_words(mac, page->text));
    html_row(h, NULL);
    html_open_class(h, "td", "name");
    html_text(h, asset->id);
    html_element(h, "div", "aside", "%s", joined_words(&macs, "", page->text));
    html_close(h, "td");
    html_cell_text(h, NULL, r ? r->name : asset->names.count ? asset->names.items[0] : TEXT("-"));
    html_cell(h, NULL, "%s", asset_class_name(asset->class));
    html_cell_text(h, NULL, asset->role.value);
    html_cell(h, NULL, "%.*s %.*s", SHOWN(asset_value(asset, FIELD_vendor)),
              SHOWN(asset_value(asset, FIELD_model)));
    html_cell_text(h, NULL, asset_value(asset, FIELD_firmware));
    html_cell(h, r ? NULL : "short", "%s", r ? "yes" : "no");
    html_row_end(h);
}

static void print_zone_assets(struct html *h, const struct map_zone *z, const struct page *page)
{
    static const struct html_column columns[] = {
        { "Asset", NULL },         { "Name", NULL },     { "Class", NULL },      { "Role", NULL },
        { "Vendor, model", NULL }, { "Firmware", NULL }, { "Registered", NULL }, { NULL, NULL },
    };

    if (!z->assets)
        return;
    html_element(h, "h4", NULL, "%.*s: %s", SHOWN(zone_words(z->zone)),
                 count_words(z->assets, "asset", "assets", page->text));
    html_table(h, NULL, columns);
    for (ARRAY_EACH(const struct asset, asset, &page->plant->assets.items))
        if (zone_of_asset(&page->plant->program, asset).zone == z->zone)
            print_asset(h, asset, page);
    html_table_end(h);
}

static void print_unseen(struct html *h, const struct page *page)
{
    struct joined unseen = { BUFFER_KEPT, "; " };

    for (ARRAY_EACH(const struct registered, r, &page->plant->program.registered))
        if (!assets_at(&page->plant->assets, &r->address))
            join(&unseen, "%s", sight_name(&page->sight, &r->address));
    html_element(h, "h4", NULL, "Registered and never seen");
    say(h, "%s", joined_words(&unseen, "None: every registered asset was seen.", page->text));
}

static void print_evidence(struct html *h, const struct evidence *e, const struct page *page)
{
    enum evidence_state state = evidence_state(e, page->plant->today);

    html_row(h, state == EVIDENCE_counting ? NULL : "bad");
    html_open_class(h, "td", "name");
    html_attribute(h, "id", "%.*s", SHOWN(html_anchor(page->text, "evidence-", e->id)));
    html_text(h, e->id);
    html_close(h, "td");
    html_open_class(h, "td", "name");
    requirement_link(h, e->requirement, page);
    html_close(h, "td");
    html_cell(h, "number", "%u", e->level);
    html_open(h, "td");
    html_say(h, "%.*s%s%.*s ", SHOWN(e->title), e->kind.length ? "; " : "", SHOWN(e->kind));
    if (e->link.length)
        html_element(h, "span", "digest", "%.*s", SHOWN(e->link));
    if (e->digest.length)
        html_element(h, "div", "digest", "%.*s", SHOWN(e->digest));
    html_close(h, "td");
    html_cell_text(h, NULL, e->custodian);
    html_cell(h, "date", "%s", date_words(e->collected, page->text));
    html_cell(h, "date", "%s", e->expires ? date_words(e->expires, page->text) : "never");
    html_cell(h, NULL, "%s", evidence_state_word(state));
    html_row_end(h);
}

static void print_evidence_index(struct html *h, const struct page *page)
{
    static const struct html_column columns[] = {
        { "Id", NULL },        { "For", NULL },
        { "Level", "number" }, { "Title, kind, SHA-256 or link", "wide-column" },
        { "Custodian", NULL }, { "Collected", "date" },
        { "Expires", "date" }, { "State", NULL },
        { NULL, NULL },
    };

    html_element(h, "h3", NULL, "B  Evidence index");
    html_table(h, NULL, columns);
    for (ARRAY_EACH(const struct evidence, e, &page->plant->program.evidence))
        print_evidence(h, e, page);
    html_table_end(h);
}

static const char *const limits[] = {
    "Listening shows what spoke. A device that stayed silent while the captures ran is not in "
    "them, however dangerous it may be.",
    "A capture shows one place of the network. Traffic that never passed the tapped switch or "
    "link, radio links and serial lines are not in it.",
    "A service that nobody used while the captures ran may still be open. \"Never seen\" means "
    "within the window, not never.",
    "Encrypted traffic is counted by who talks to whom; what it carries is unknown.",
    "What a device is follows from what it said or did. Names and versions can be wrong or forged; "
    "the asset pages give the source and confidence of each.",
    "Times are those of the machine that captured. A wrong clock there shifts every date here.",
    "Documents were counted, dated and checked for alterations. Whether their content is good is "
    "for people to judge.",
};

static void print_limits(struct html *h, const struct page *page)
{
    const struct asset *asset;
    unsigned unknown = 0, unnamed = 0;

    for (ARRAY_EACH(const struct dialogue, d, &page->a->traffic.dialogues))
        unnamed += text_is(d->protocol, "unknown");
    for (size_t i = 0; i < page->plant->assets.items.count; i++) {
        asset = &page->plant->assets.items.items[i];
        unknown += asset->class == ASSET_unknown;
    }
    html_element(h, "h3", NULL, "C  Limits of passive observation");
    say(h,
        "The captures cover %s. Of %zu assets, %u could not be told apart by class; of %zu "
        "conversations, %u are in a protocol that was not recognised.",
        span_words(plant_window(page->plant), page->text), page->plant->assets.items.count, unknown,
        page->a->traffic.dialogues.count, unnamed);
    html_open(h, "ul");
    for (size_t i = 0; i < COUNT_OF(limits); i++)
        html_element(h, "li", NULL, "%s", limits[i]);
    html_close(h, "ul");
}

static void print_html(struct html *h, const struct page *page)
{
    html_element(h, "h3", NULL, "A  Assets by zone");
    for (ARRAY_EACH(const struct map_zone, z, &page->a->map.zones))
        print_zone_assets(h, z, page);
    print_unseen(h, page);
    print_evidence_index(h, page);
    print_limits(h, page);
}

static void json_assets(struct json *j, const struct page *page)
{
    json_array(j, "assets");
    for (ARRAY_EACH(const struct asset, asset, &page->plant->assets.items)) {
        const struct zone *zone = zone_of_asset(&page->plant->program, asset).zone;
        json_object(j, NULL);
        json_text(j, "id", asset->id);
        json_text_or_null(j, "zone", zone ? zone->id : TEXT(""));
        json_string(j, "class", asset_class_name(asset->class));
        json_text_or_null(j, "role", asset->role.value);
        json_text_or_null(j, "vendor", asset_value(asset, FIELD_vendor));
        json_text_or_null(j, "model", asset_value(asset, FIELD_model));
        json_text_or_null(j, "firmware", asset_value(asset, FIELD_firmware));
        json_object_end(j);
    }
    json_array_end(j);
}

static void print_json(struct json *j, const struct page *page)
{
    json_assets(j, page);
    json_array(j, "evidence");
    for (ARRAY_EACH(const struct evidence, e, &page->plant->program.evidence)) {
        json_object(j, NULL);
        json_text(j, "id", e->id);
        json_text(j, "requirement", e->requirement);
        json_unsigned(j, "level", e->level);
        json_text(j, "title", e->title);
        json_text_or_null(j, "sha256", e->digest);
        json_text_or_null(j, "link", e->link);
        json_string(j, "collected", date_words(e->collected, page->text));
        json_string(j, "expires", e->expires ? date_words(e->expires, page->text) : NULL);
        json_string(j, "state", evidence_state_name(evidence_state(e, page->plant->today)));
        json_object_end(j);
    }
    json_array_end(j);
}

const struct section annex_section = { "annex", "Annex", print_html, print_json };
