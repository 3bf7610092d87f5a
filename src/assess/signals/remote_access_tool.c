/* remote_access_tool.c - tools that let people in from elsewhere, on machines of the plant. */
#include "assess/once.h"
#include "assess/side.h"
#include "model/remote_access.h"
#include "segment/zone.h"

static const struct remote_tool *tool_of_fact(const struct fact *fact)
{
    if (fact->field == FIELD_remote_access)
        return remote_tool_named(fact->value);
    return fact->field == FIELD_contact ? remote_tool_of_domain(fact->value) : NULL;
}

/* As long as there are no zones, everything may be the plant. */
static bool is_in_plant(const struct sight *s, const struct address *address)
{
    const struct zone *zone = zone_of_end(s->plant, address).zone;

    return s->plant->program.zones.count == 0 || (zone && !zone->business);
}

/* Another capture or another source may say the same. */
static void look_at_facts(const struct sight *s, struct signal_result *out)
{
    struct once told = { 0 };

    for (ARRAY_EACH(const struct fact, fact, &s->plant->observed.facts)) {
        const struct remote_tool *tool = tool_of_fact(fact);
        if (!tool || !is_in_plant(s, &fact->about) ||
            !once_add(&told, &fact->about, text_of(tool->name)))
            continue;
        struct signal_row *row = signal_add(s, out, SEVERITY_medium,
                                            "%s looks for the service of %s, a tool for %s (%.*s).",
                                            sight_name(s, &fact->about), tool->name, tool->kind,
                                            (int)fact->source.length, fact->source.at);
        row->about = fact->about;
        row->capture = fact->capture;
        row->frame = fact->first_frame;
        row->first = fact->first;
        row->last = fact->last;
    }
    once_finish(&told);
}

static void look(const struct sight *s, struct signal_result *out)
{
    for (uint32_t i = 0; i < s->traffic->dialogues.count; i++) {
        const struct dialogue *d = &s->traffic->dialogues.items[i];
        const struct remote_tool *tool = remote_tool_of_dialogue(d);
        bool by_client = is_in_plant(s, &d->client);
        if (!by_client && !is_in_plant(s, &d->server))
            continue;
        out->looked = true;
        if (!tool)
            continue;
        bool tried = dialogue_only_tried(d);
        struct signal_row *row = signal_add(
            s, out, tried ? SEVERITY_note : SEVERITY_medium, "%s %s %s with %s, a tool for %s.",
            sight_name(s, &d->client), tried ? "tried in vain to reach" : "is connected to",
            sight_name(s, &d->server), tool->name, tool->kind);
        signal_row_of(s, row, i, by_client);
    }
    look_at_facts(s, out);
}

const struct signal remote_access_tool_signal = {
    .id = "remote-access-tool",
    .title = "Remote access tools and tunnels on machines of the plant",
    .looks_at = "Conversations and look-ups of zones outside the business network that belong to a known "
                "tool for remote support, industrial remote access, overlay networks or tunnels.",
    .effect = SIGNAL_contradicts,
    .level = 3,
    .requirements = {
        { "NET 3.1", "Such a tool is a way in from outside; whoever answers for the plant has to have "
                     "chosen it." },
        { "NET 3.2", "What passes through it is not seen at the border of the plant." },
    },
    .one = "remote access tool or tunnel is in use on machines of the plant.",
    .many = "remote access tools or tunnels are in use on machines of the plant.",
    .clear = "No known remote access tool or tunnel was seen.",
    .no_data = "No conversation of the control system was seen.",
    .look = look,
};
