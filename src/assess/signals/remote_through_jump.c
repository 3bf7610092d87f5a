/* remote_through_jump.c - people from outside work through a host in the DMZ, encrypted up to
 * there. */
#include "assess/side.h"

static bool is_session(const struct dialogue *d)
{
    return d->established && dialogue_uses(d) & USE_REMOTE;
}

/* A session from that host into the control system: DIALOGUE_NONE when there is none. */
static uint32_t onward(const struct sight *s, const struct address *host)
{
    for (uint32_t i = 0; i < s->traffic->dialogues.count; i++) {
        const struct dialogue *d = &s->traffic->dialogues.items[i];
        if (is_session(d) && address_equal(&d->client, host) &&
            side_of_server(s, i) == SIDE_control)
            return i;
    }
    return DIALOGUE_NONE;
}

static void look(const struct sight *s, struct signal_result *out)
{
    for (uint32_t i = 0; i < s->traffic->dialogues.count; i++) {
        const struct dialogue *d = &s->traffic->dialogues.items[i];
        enum side client = side_of_client(s, i);
        if (!is_session(d) || (client != SIDE_business && client != SIDE_outside) ||
            side_of_server(s, i) != SIDE_dmz)
            continue;
        uint32_t next = onward(s, &d->server);
        bool clear = dialogue_uses(d) & USE_CLEAR;
        out->looked = true;
        struct signal_row *row = signal_add(
            s, out, clear || next == DIALOGUE_NONE ? SEVERITY_note : SEVERITY_low,
            "%s works on %s in the DMZ with %s%s%s%s.", sight_name(s, &d->client),
            sight_name(s, &d->server), sight_service(s, d), clear ? ", in clear text" : "",
            next == DIALOGUE_NONE ? "" : " and from there on ",
            next == DIALOGUE_NONE ? "" : sight_name(s, &s->traffic->dialogues.items[next].server));
        signal_row_of(s, row, i, false);
    }
}

const struct signal remote_through_jump_signal = {
    .id = "remote-through-jump",
    .title = "Remote work goes through a jump host",
    .looks_at = "Encrypted interactive sessions from business or outside networks to a host in the DMZ "
                "that goes on from there into the control system.",
    .effect = SIGNAL_supports,
    .level = 3,
    .requirements = {
        { "NET 3.1", "The way into the control system was the one that is meant for it." },
        { "NET 3.2", "The session was encrypted and ended in front of the control system." },
    },
    .one = "remote session goes through a jump host, encrypted.",
    .many = "remote sessions go through a jump host, encrypted.",
    .clear = "Sessions ended in the DMZ, and none was seen to go on encrypted through it.",
    .no_data = "No remote session from outside to the DMZ was seen.",
    .look = look,
};
