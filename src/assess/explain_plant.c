/* explain_plant.c - figures of the plant: assets, conversations, zones, and what passes between
 * two. */
#include <assert.h>
#include <inttypes.h>

#include "assess/explain_steps.h"

static void tell_decision(struct telling *t, const char *what, const struct decision *d)
{
    if (d->value.length)
        tell(t, 0, "%s is \"%.*s\", confidence %u of 100: %.*s", what, SHOWN(d->value),
             d->confidence, SHOWN(d->reason));
    else
        tell(t, 0, "%s was not decided%s%.*s", what, d->reason.length ? ": " : ".",
             SHOWN(d->reason));
}

static void tell_sightings(struct telling *t, const struct asset *asset)
{
    const struct sighting *last = NULL;

    for (ARRAY_EACH(const struct sighting, s, &asset->evidence)) {
        if (!last || s->field != last->field || !text_equal(s->part, last->part))
            tell(t, 0, "%.*s%s%s: \"%.*s\"", SHOWN(s->part), s->part.length ? ", " : "",
                 field_title(s->field), SHOWN(s->value));
        last = s;
        tell(t, 1, "%.*s says \"%.*s\" %" PRIu64 " time%s, confidence %u of 100%s.",
             SHOWN(s->source), SHOWN(s->value), s->count, s->count == 1 ? "" : "s", s->confidence,
             s->contradicts ? ", and contradicts what is believed" : "");
        refer_frame(t, s->capture, s->frame);
    }
}

static const char *told_by(enum binding_how how)
{
    static const char *const ways[] = {
        [BINDING_none] = "it is said",
        [BINDING_arp] = "it says so by ARP",
        [BINDING_dhcp] = "a DHCP server gave it out",
        [BINDING_ndp] = "it says so by neighbour discovery",
        [BINDING_source] = "its packets come from there",
        [BINDING_announced] = "it announces it by LLDP",
    };

    static_assert(COUNT_OF(ways) == BINDING_COUNT, "every way has its words");
    return ways[how];
}

static void tell_addresses(struct telling *t, const struct asset *asset)
{
    char ip[ADDRESS_TEXT], mac[ADDRESS_TEXT];

    for (ARRAY_EACH(const struct address_claim, c, &asset->claims)) {
        address_format(&c->ip, ip);
        address_format(&c->mac, mac);
        tell(t, 0, "%s is at network card %s: %s%s.", ip, mac, told_by(c->how),
             c->disputed ? ", which another card disputes" : "");
        refer_frame(t, c->capture, c->frame);
    }
}

static void tell_register(struct telling *t, const struct address *address)
{
    const struct registered *r = plant_registered(t->a->plant, address);

    if (!r) {
        tell(t, 0, "It is not in the register.");
        return;
    }
    tell(t, 0, "The register has it as \"%.*s\", %.*s%s%s.", SHOWN(r->name),
         SHOWN(r->role.length ? r->role : TEXT("without a role")),
         r->may_engineer ? ", which may engineer" : "", r->legacy ? ", which gets no updates" : "");
    if (r->support_ends)
        tell(t, 1, "Its support %s on %s.",
             r->support_ends <= t->a->plant->today ? "ended" : "ends",
             tell_date(t, r->support_ends));
}

static bool is_about(const struct telling *t, const struct signal_row *row,
                     const struct address *address)
{
    const struct assets *assets = &t->a->plant->assets;
    uint32_t number = assets_number_at(assets, address);
    const struct address *named[] = { &row->about, &row->other };

    for (size_t i = 0; i < COUNT_OF(named); i++)
        if (address_equal(named[i], address) ||
            (number != ASSET_NONE && assets_number_at(assets, named[i]) == number))
            return true;
    return false;
}

static void tell_signals_about(struct telling *t, const struct address *address)
{
    for (ARRAY_EACH(const struct signal_result, r, &t->a->signals.results)) {
        bool named = false;
        for (ARRAY_EACH(const struct signal_row, row, &r->rows)) {
            if (row->severity == SEVERITY_note || !is_about(t, row, address))
                continue;
            if (!named) {
                tell(t, 0, "Signal \"%s\" names it: %s.", r->signal->id, r->signal->title);
                refer(t, REFERENCE_signal, text_of(r->signal->id), text_of(r->signal->title));
            }
            named = true;
            tell_signal_row(t, 1, row);
        }
    }
}

static void tell_zone_of(struct telling *t, const struct asset *asset)
{
    struct placement at = zone_of_asset(&t->a->plant->program, asset);

    tell(t, 0, "%.*s", SHOWN(placement_reason(&at, &t->out->text)));
    refer_zone(t, at.zone);
}

static bool explain_unseen(struct telling *t, const struct address *address)
{
    const struct registered *r = plant_registered(t->a->plant, address);

    if (!r)
        return false;
    t->out->title = text_of(sight_name(&t->sight, address));
    t->out->value = TEXT("never seen");
    t->out->sentence = TEXT("It is in the register and was never seen.");
    tell_register(t, address);
    return true;
}

bool explain_asset(struct telling *t, struct text id)
{
    struct address address;

    if (!address_parse(id, &address))
        return false;
    const struct asset *asset = assets_at(&t->a->plant->assets, &address);
    if (!asset)
        return explain_unseen(t, &address);
    t->out->title = text_of(sight_name(&t->sight, &address));
    t->out->value =
        asset->role.value.length ? asset->role.value : text_of(asset_class_name(asset->class));
    t->out->value = text_copy(t->out->value, &t->out->text);
    t->out->sentence =
        text_format(&t->out->text, "Seen from %s to %s in %" PRIu64 " packets.",
                    tell_date(t, asset->first), tell_date(t, asset->last), asset->packets);
    tell_decision(t, "Its class", &asset->class_decision);
    tell_decision(t, "Its role", &asset->role);
    tell_decision(t, "Its level", &asset->level);
    tell_zone_of(t, asset);
    tell_register(t, &address);
    tell_addresses(t, asset);
    tell_sightings(t, asset);
    tell_doings(t, asset);
    tell_signals_about(t, &address);
    return true;
}

static void tell_parts(struct telling *t, const struct dialogue *d)
{
    const struct observed *observed = &t->a->plant->observed;

    tell(t, 0, "%" PRIu64 " packets, %" PRIu64 " bytes; %" PRIu64 " of them from the client.",
         d->packets, d->bytes, d->packets_from_client);
    for (ARRAY_EACH(const struct dialogue_part, part, &d->parts)) {
        const struct conversation *c = &observed->conversations.items[part->row];
        tell(t, 1, "%.*s has %" PRIu64 " packets%s.",
             SHOWN(observed->captures.items[c->capture].path), c->packets,
             part->counted ? "" : ", not added: another capture of that time has as many or more");
        refer_frame(t, c->capture, c->first_frame);
    }
}

static void tell_operations(struct telling *t, const struct dialogue *d)
{
    for (ARRAY_EACH(const struct dialogue_operation, o, &d->operations)) {
        tell(t, 0,
             "%.*s %.*s \"%.*s\" is %s: %" PRIu64 " asked, %" PRIu64 " answered, %" PRIu64
             " of them refused.",
             SHOWN(o->sum.protocol), SHOWN(o->sum.code), SHOWN(o->sum.name),
             access_name(class_access(o->sum.class)), o->sum.requests, o->sum.responses,
             o->sum.errors);
        refer_frame(t, o->capture, o->sum.first_frame);
    }
}

static void tell_end(struct telling *t, const char *which, const struct address *end)
{
    struct placement at = zone_of_end(t->a->plant, end);

    tell(t, 0, "The %s is %s.%s%.*s", which, sight_name(&t->sight, end),
         address_is_group(end) ? "" : " ",
         SHOWN(address_is_group(end) ? (struct text){ 0 } : placement_reason(&at, &t->out->text)));
    if (!address_is_group(end))
        refer_asset(t, end);
    refer_zone(t, at.zone);
}

bool explain_conversation(struct telling *t, struct text id)
{
    uint32_t dialogue = traffic_find(&t->a->traffic, id);

    if (dialogue == DIALOGUE_NONE)
        return false;
    const struct dialogue *d = &t->a->traffic.dialogues.items[dialogue];
    const struct passage *p = &t->a->passages.rows.items[dialogue];
    t->out->title =
        text_format(&t->out->text, "%s to %s with %s", sight_name(&t->sight, &d->client),
                    sight_name(&t->sight, &d->server), sight_service(&t->sight, d));
    t->out->value = text_of(passage_state_name(p->state));
    t->out->sentence = text_copy(p->reason, &t->out->text);
    tell_end(t, "client", &d->client);
    tell_end(t, "server", &d->server);
    if (p->conduit) {
        tell(t, 0, "%.*s: \"%.*s\"%s%s",
             SHOWN(p->conduit->name.length ? p->conduit->name : p->conduit->id),
             SHOWN(p->conduit->reason), p->conduit->expires ? ", until " : "",
             p->conduit->expires ? tell_date(t, p->conduit->expires) : "");
        refer(t, REFERENCE_conduit, p->conduit->id, p->conduit->name);
    }
    tell_parts(t, d);
    tell_operations(t, d);
    return true;
}

static void tell_members(struct telling *t, const struct zone *zone)
{
    for (ARRAY_EACH(const struct asset, asset, &t->a->plant->assets.items)) {
        struct placement at = zone_of_asset(&t->a->plant->program, asset);
        if (at.zone != zone)
            continue;
        tell(t, 1, "%.*s", SHOWN(placement_reason(&at, &t->out->text)));
        refer_asset(t, &at.address);
    }
}

static void tell_conduits_of(struct telling *t, const struct zone *zone)
{
    for (ARRAY_EACH(const struct conduit, c, &t->a->plant->program.conduits)) {
        if (!text_equal(c->from, zone->id) && !text_equal(c->to, zone->id))
            continue;
        tell(t, 0, "Conduit \"%.*s\" leads from \"%.*s\" to \"%.*s\"%s%s.", SHOWN(c->id),
             SHOWN(c->from), SHOWN(c->to),
             !c->expires                                 ? ""
             : conduit_is_expired(c, t->a->plant->today) ? " and expired on "
                                                         : " until ",
             c->expires ? tell_date(t, c->expires) : "");
        refer(t, REFERENCE_conduit, c->id, c->name);
    }
}

bool explain_zone(struct telling *t, struct text id)
{
    for (ARRAY_EACH(const struct map_zone, row, &t->a->map.zones)) {
        if (!row->zone || !text_equal(row->zone->id, id))
            continue;
        t->out->title =
            text_format(&t->out->text, "Zone \"%.*s\", %.*s", SHOWN(id), SHOWN(row->zone->name));
        t->out->value = text_format(&t->out->text, "%u", row->assets);
        t->out->sentence = text_format(&t->out->text,
                                       "%u assets, %u of them not in the register; %" PRIu64
                                       " conversations stay inside.",
                                       row->assets, row->unregistered, row->conversations_inside);
        tell(t, 0, "These assets are in it:");
        tell_members(t, row->zone);
        tell_conduits_of(t, row->zone);
        return true;
    }
    return false;
}

static void tell_edge(struct telling *t, const struct map_edge *e)
{
    size_t told = 0;

    tell(t, 0, "%s: %.*s", edge_state_name(e->state),
         SHOWN(map_edge_reason(e, &t->a->passages, &t->out->text)));
    for (ARRAY_EACH(const struct conduit *const, c, &e->conduits))
        refer(t, REFERENCE_conduit, (*c)->id, (*c)->name);
    for (ARRAY_EACH(const uint32_t, dialogue, &e->dialogues)) {
        const struct dialogue *d = &t->a->traffic.dialogues.items[*dialogue];
        if (told++ == EXPLAIN_ROWS_MOST) {
            tell(t, 1, "And %zu more.", e->dialogues.count - EXPLAIN_ROWS_MOST);
            return;
        }
        tell(t, 1, "%s reaches %s with %s. %.*s", sight_name(&t->sight, &d->client),
             sight_name(&t->sight, &d->server), sight_service(&t->sight, d),
             SHOWN(t->a->passages.rows.items[*dialogue].reason));
        refer_dialogue(t, *dialogue);
    }
}

/* A zone id, or "-" for no zone; false: no such zone. */
static bool find_end(const struct telling *t, struct text id, const struct zone **zone)
{
    *zone = program_zone(&t->a->plant->program, id);
    return *zone || text_is(id, "-");
}

bool explain_pair(struct telling *t, struct text id)
{
    struct text to_id = id, from_id = text_cut(&to_id, '>');
    const struct zone *from, *to;
    uint64_t packets = 0;

    if (!find_end(t, from_id, &from) || !find_end(t, to_id, &to))
        return false;
    for (int state = 0; state < EDGE_STATE_COUNT; state++) {
        const struct map_edge *e = map_find(&t->a->map, from, to, (enum edge_state)state);
        if (!e)
            continue;
        packets += e->packets;
        tell_edge(t, e);
    }
    t->out->title = text_format(&t->out->text, "From zone \"%.*s\" to zone \"%.*s\"",
                                SHOWN(from_id), SHOWN(to_id));
    t->out->value = text_format(&t->out->text, "%" PRIu64, packets);
    t->out->sentence = t->out->steps.count
                           ? text_format(&t->out->text, "%" PRIu64 " packets passed.", packets)
                           : TEXT("Nothing may pass and nothing was seen to.");
    return true;
}
