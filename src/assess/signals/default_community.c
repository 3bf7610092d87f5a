/* default_community.c - an SNMP community that everybody knows. */
#include "assess/once.h"
#include "assess/signal.h"

static bool is_default(struct text community)
{
    return text_is(community, "public") || text_is(community, "private");
}

static void look(const struct sight *s, struct signal_result *out)
{
    struct once told = { 0 };

    for (ARRAY_EACH(const struct fact, fact, &s->plant->observed.facts)) {
        if (fact->field != FIELD_community)
            continue;
        out->looked = true;
        if (!once_add(&told, &fact->about, fact->value))
            continue;
        struct signal_row *row =
            signal_add(s, out, is_default(fact->value) ? SEVERITY_medium : SEVERITY_note,
                       "SNMP community \"%.*s\" of %s passes in clear text%s.",
                       (int)fact->value.length, fact->value.at, sight_name(s, &fact->about),
                       is_default(fact->value) ? " and is the one it was delivered with" : "");
        row->about = fact->about;
        row->capture = fact->capture;
        row->frame = fact->first_frame;
        row->first = fact->first;
        row->last = fact->last;
    }
    once_finish(&told);
}

const struct signal default_community_signal = {
    .id = "default-community",
    .title = "SNMP community as delivered",
    .looks_at = "SNMP communities that pass in clear text.",
    .effect = SIGNAL_contradicts,
    .level = 3,
    .requirements = {
        { "USER 1.11", "A community is a password, and this one was never changed." },
    },
    .one = "SNMP community is the one that the device was delivered with.",
    .many = "SNMP communities are the ones that the devices were delivered with.",
    .clear = "No SNMP community as delivered was seen.",
    .no_data = "No SNMP community passed in clear text.",
    .look = look,
};
