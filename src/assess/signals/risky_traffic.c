/* risky_traffic.c - traffic that looks like an attack or like malware. */
#include "assess/once.h"
#include "assess/side.h"

/* Values of the field that say so by themselves; the others are notes. */
static const char *const grave[] = {
    "possible exploit",
    "possible code injection",
    "possible SQL injection",
    "possible script injection",
    "malicious client",
    "malicious certificate",
    "host name that was generated",
};

static bool is_grave(struct text risk)
{
    for (size_t i = 0; i < COUNT_OF(grave); i++)
        if (text_is(risk, grave[i]))
            return true;
    return false;
}

static void look(const struct sight *s, struct signal_result *out)
{
    struct once told = { 0 };

    out->looked = s->traffic->dialogues.count > 0;
    for (ARRAY_EACH(const struct fact, fact, &s->plant->observed.facts)) {
        if (fact->field != FIELD_risk || !once_add(&told, &fact->about, fact->value))
            continue;
        struct signal_row *row =
            signal_add(s, out, is_grave(fact->value) ? SEVERITY_high : SEVERITY_note,
                       "%s: %.*s, says %.*s.", sight_name(s, &fact->about), (int)fact->value.length,
                       fact->value.at, (int)fact->source.length, fact->source.at);
        row->about = fact->about;
        row->capture = fact->capture;
        row->frame = fact->first_frame;
        row->first = fact->first;
        row->last = fact->last;
    }
    once_finish(&told);
}

const struct signal risky_traffic_signal = {
    .id = "risky-traffic",
    .title = "Traffic that looks like an attack",
    .looks_at = "What nDPI finds risky in conversations of protocols that it names: exploits, injections, "
                "known malware, generated host names; weaknesses are shown as notes.",
    .effect = SIGNAL_contradicts,
    .level = 3,
    .requirements = {
        { "COMP 2.1", "Malware that runs has passed what was to keep it out." },
    },
    .one = "risk was seen in traffic that looks like an attack.",
    .many = "risks were seen in traffic that looks like an attack.",
    .clear = "Nothing that looks like an attack was seen in the traffic.",
    .no_data = "No traffic was seen.",
    .look = look,
};
