#include "assess/side.h"

#include "base/attributes.h"

enum side side_of(const struct zone *zone, const struct address *address)
{
    if (zone)
        return zone->business ? SIDE_business : zone_is_control(zone) ? SIDE_control : SIDE_dmz;
    if (address->kind == ADDRESS_MAC || address_is_group(address) || address_is_private(address))
        return SIDE_unknown;
    return SIDE_outside;
}

enum side side_of_client(const struct sight *s, uint32_t dialogue)
{
    return side_of(s->passages->rows.items[dialogue].from,
                   &s->traffic->dialogues.items[dialogue].client);
}

enum side side_of_server(const struct sight *s, uint32_t dialogue)
{
    return side_of(s->passages->rows.items[dialogue].to,
                   &s->traffic->dialogues.items[dialogue].server);
}

bool side_wants_register(const struct sight *s, const struct asset *asset)
{
    const struct program *program = &s->plant->program;
    const struct zone *zone = zone_of_asset(program, asset).zone;

    return program->zones.count == 0 || (zone && !zone->business);
}

/* Ports count only where the protocol was not recognised.  Source: IANA service names. */
static const struct {
    const char *protocol;
    uint16_t port;
    unsigned uses;
} services[] = {
    { "telnet", 23, USE_CLEAR | USE_REMOTE },
    { "rlogin", 513, USE_CLEAR | USE_REMOTE },
    { "vnc", 5900, USE_CLEAR | USE_REMOTE },
    { "x11", 6000, USE_CLEAR | USE_REMOTE },
    { "ssh", 22, USE_REMOTE },
    { "rdp", 3389, USE_REMOTE },
    { "ftp", 21, USE_CLEAR | USE_FILES },
    { "ftp-data", 20, USE_CLEAR | USE_FILES },
    { "tftp", 69, USE_CLEAR | USE_FILES },
    { "smb", 445, USE_FILES },
    { "nfs", 2049, USE_FILES },
    { "rsync", 873, USE_CLEAR | USE_FILES },
    { "ntp", 123, USE_TIME },
    { "sntp", 0, USE_TIME },
    { "ptp", 319, USE_TIME },
};

/* Operations that say it where the protocol alone does not; a code that ends with '/' begins so. */
static const struct {
    const char *protocol, *code;
    unsigned uses;
} told[] = {
    { "http", "10", USE_CLEAR },
    { "ldap", "0/0", USE_CLEAR },
    { "onc-rpc", "100003/", USE_FILES },
    { "wsman", "4/1", USE_REMOTE },
};

static bool is_code(struct text code, const char *wanted)
{
    struct text w = text_of(wanted);

    return text_is(code, wanted) || (w.at[w.length - 1] == '/' && text_starts(code, wanted));
}

static unsigned told_uses(const struct dialogue *d)
{
    unsigned uses = 0;

    for (ARRAY_EACH(const struct dialogue_operation, o, &d->operations))
        for (size_t i = 0; i < COUNT_OF(told); i++)
            if (text_is(o->sum.protocol, told[i].protocol) && is_code(o->sum.code, told[i].code))
                uses |= told[i].uses;
    return uses;
}

unsigned dialogue_uses(const struct dialogue *d)
{
    bool unknown = text_is(d->protocol, "unknown");

    unsigned uses = told_uses(d);
    for (size_t i = 0; i < COUNT_OF(services); i++)
        if (text_is(d->protocol, services[i].protocol) ||
            (unknown && services[i].port && services[i].port == d->port))
            return services[i].uses | uses;
    return uses;
}
