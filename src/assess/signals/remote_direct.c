/* remote_direct.c - people work on the control system straight from outside it. */
#include "assess/side.h"

static void look(const struct sight *s, struct signal_result *out)
{
    for (uint32_t i = 0; i < s->traffic->dialogues.count; i++) {
        const struct dialogue *d = &s->traffic->dialogues.items[i];
        enum side client = side_of_client(s, i);
        if (!(dialogue_uses(d) & USE_REMOTE))
            continue;
        out->looked = true;
        if ((client != SIDE_business && client != SIDE_outside) ||
            side_of_server(s, i) != SIDE_control)
            continue;
        bool tried = dialogue_only_tried(d);
        struct signal_row *row = signal_add(
            s, out, tried ? SEVERITY_note : SEVERITY_high, "%s %s %s with %s, without a jump host.",
            sight_name(s, &d->client), tried ? "tried in vain to work on" : "works on",
            sight_name(s, &d->server), sight_service(s, d));
        signal_row_of(s, row, i, true);
    }
}

const struct signal remote_direct_signal = {
    .id = "remote-direct",
    .title = "Remote sessions straight into the control system",
    .looks_at = "Interactive sessions (SSH, RDP, VNC, telnet, shells over WS-Management) from business or "
                "outside networks to a zone of the control system.",
    .effect = SIGNAL_contradicts,
    .level = 3,
    .requirements = {
        { "NET 3.2", "Each link from outside is to be protected, and this one meets nothing on its way." },
    },
    .one = "remote session goes straight into the control system.",
    .many = "remote sessions go straight into the control system.",
    .clear = "No remote session goes straight into the control system.",
    .no_data = "No remote session was seen.",
    .look = look,
};
