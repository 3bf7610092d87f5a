/* clear_text_service.c - passwords and content that anyone on the wire can read. */
#include "assess/side.h"

static void look(const struct sight *s, struct signal_result *out)
{
    for (uint32_t i = 0; i < s->traffic->dialogues.count; i++) {
        const struct dialogue *d = &s->traffic->dialogues.items[i];
        enum side client = side_of_client(s, i), server = side_of_server(s, i);
        bool in_plant = client == SIDE_control || client == SIDE_dmz || server == SIDE_control ||
                        server == SIDE_dmz || s->plant->program.zones.count == 0;

        out->looked |= d->transport == TRANSPORT_TCP && in_plant;
        if (!in_plant || !(dialogue_uses(d) & USE_CLEAR))
            continue;
        bool tried = dialogue_only_tried(d), by_port = text_is(d->protocol, "unknown");
        struct signal_row *row = signal_add(
            s, out, tried ? SEVERITY_note : SEVERITY_medium, "%s %s %s with %s%s%s.",
            sight_name(s, &d->client), tried ? "asked in vain for" : "uses",
            sight_name(s, &d->server), sight_service(s, d),
            by_port ? ", the port of a service in clear text" : "",
            tried || by_port ? "" : ", whose passwords and content can be read on the wire");
        signal_row_of(s, row, i, false);
    }
}

const struct signal clear_text_service_signal = {
    .id = "clear-text-service",
    .title = "Remote access, files or credentials in clear text",
    .looks_at = "Conversations of zones outside the business network that use telnet, rlogin, VNC, X11, "
                "FTP, TFTP or rsync, or pass credentials over plain HTTP or LDAP.",
    .effect = SIGNAL_contradicts,
    .level = 3,
    .requirements = {
        { "COMP 1.1", "Hardened equipment does not offer services that have an encrypted successor." },
        { "DATA 1.2", "Passwords and files that cross the wire unencrypted are disclosed to whoever "
                      "listens." },
    },
    .one = "conversation carries passwords or files in clear text.",
    .many = "conversations carry passwords or files in clear text.",
    .clear = "No remote access or file transfer in clear text was seen.",
    .no_data = "No TCP conversation of the control system was seen.",
    .look = look,
};
