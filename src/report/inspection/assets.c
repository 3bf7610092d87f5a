#include <inttypes.h>

#include "report/inspection/part.h"
#include "report/words.h"

static const char *addresses_words(const struct asset *asset, struct arena *into)
{
    struct joined all = { .between = " " };

    for (ARRAY_EACH(const struct address, ip, &asset->ips))
        join(&all, "%s", address_words(ip, into));
    for (ARRAY_EACH(const struct address, mac, &asset->macs))
        join(&all, "%s", address_words(mac, into));
    return joined_words(&all, "", into);
}

static const char *protocols_words(const struct asset *asset, bool as_client, struct arena *into)
{
    struct joined all = { .between = ", " };

    for (ARRAY_EACH(const struct asset_protocol, p, &asset->protocols))
        if (as_client ? p->as_client : p->as_server)
            join(&all, "%.*s", SHOWN(p->name));
    return joined_words(&all, "", into);
}

static void print_asset(struct html *h, const struct inspected *in, const struct asset *asset)
{
    static const enum field identity[] = { FIELD_vendor, FIELD_model, FIELD_firmware,
                                           FIELD_serial };

    html_row(h, NULL);
    html_open_class(h, "td", "name");
    html_attribute(h, "id", "%s", text_string(html_anchor(in->text, "asset-", asset->id), in->text));
    html_link(h, html_anchor(in->text, "identity-", asset->id), "%.*s",
              SHOWN(asset->names.count ? asset->names.items[0] : asset->id));
    html_close(h, "td");
    html_cell(h, "digest", "%s", addresses_words(asset, in->text));
    html_cell_text(h, NULL,
                   asset->role.value.length ? asset->role.value
                                            : text_of(asset_class_name(asset->class)));
    html_cell_text(h, "number", asset->level.value);
    for (size_t i = 0; i < COUNT_OF(identity); i++)
        html_cell_text(h, NULL, asset_value(asset, identity[i]));
    html_cell(h, NULL, "%s", protocols_words(asset, true, in->text));
    html_cell(h, NULL, "%s", protocols_words(asset, false, in->text));
    html_row_end(h);
}

void print_assets(struct html *h, const struct inspected *in)
{
    static const struct html_column columns[] = {
        { "Asset", NULL },   { "Addresses", NULL }, { "Taken for", NULL }, { "Level", "number" },
        { "Vendor", NULL },  { "Model", NULL },     { "Firmware", NULL },  { "Serial", NULL },
        { "Asks by", NULL }, { "Answers", NULL },   { NULL, NULL },
    };

    html_open_class(h, "div", "wide");
    html_table(h, "Assets, by address", columns);
    for (ARRAY_EACH(const struct asset, asset, &in->found->assets.items))
        print_asset(h, in, asset);
    html_table_end(h);
    html_close(h, "div");
}

static void print_decision(struct html *h, const char *what, const struct decision *d)
{
    if (d->value.length)
        html_element(h, "p", "aside", "%s: %.*s, since %.*s (confidence %u of 100).", what,
                     SHOWN(d->value), SHOWN(d->reason), d->confidence);
}

static void print_sighting(struct html *h, const struct inspected *in, const struct sighting *s)
{
    const struct capture *c = &in->found->observed.captures.items[s->capture];

    html_row(h, s->contradicts ? "bad" : NULL);
    html_cell_text(h, "name", s->part);
    html_cell(h, "name", "%s", field_title(s->field));
    html_cell(h, NULL, "%.*s%s", SHOWN(s->value), s->contradicts ? " (contradicts)" : "");
    html_cell_text(h, NULL, s->source);
    html_cell(h, "number", "%u", s->confidence);
    html_cell(h, "number", "%" PRIu64, s->count);
    html_cell(h, NULL, "%s, frame %" PRIu64, file_words(c->path, in->text), s->frame);
    html_row_end(h);
}

static void print_identity(struct html *h, const struct inspected *in, const struct asset *asset)
{
    static const struct html_column columns[] = {
        { "Part", NULL },           { "Field", NULL },
        { "Value", NULL },          { "Said by", NULL },
        { "Confidence", "number" }, { "Times", "number" },
        { "First seen", NULL },     { NULL, NULL },
    };
    struct text anchor = html_anchor(in->text, "identity-", asset->id);

    html_open(h, "h3");
    html_attribute(h, "id", "%s", text_string(anchor, in->text));
    html_say(h, "%.*s", SHOWN(asset->id));
    for (ARRAY_EACH(const struct text, name, &asset->names))
        html_say(h, ", %.*s", SHOWN(*name));
    html_close(h, "h3");
    print_decision(h, "Class", &asset->class_decision);
    print_decision(h, "Role", &asset->role);
    print_decision(h, "Level", &asset->level);
    if (asset->evidence.count == 0) {
        html_element(h, "p", "note", "It has said nothing of itself, and nobody else has.");
        return;
    }
    html_table(h, "Evidence, best first", columns);
    for (ARRAY_EACH(const struct sighting, s, &asset->evidence))
        print_sighting(h, in, s);
    html_table_end(h);
}

void print_identities(struct html *h, const struct inspected *in)
{
    for (ARRAY_EACH(const struct asset, asset, &in->found->assets.items))
        print_identity(h, in, asset);
}
