#include "model/remote_access.h"

#include "base/attributes.h"

struct row {
    const char *key;
    uint8_t number;
    struct remote_tool tool;
};

static const struct row domains[] = {
#define REMOTE_DOMAIN(domain, tool, kind) { domain, 0, { tool, kind } },
#define REMOTE_PROTOCOL(protocol, tool, kind)
#define REMOTE_TUNNEL(number, tool, kind)
#include "model/remote_access.def"
#undef REMOTE_DOMAIN
#undef REMOTE_PROTOCOL
#undef REMOTE_TUNNEL
};

static const struct row protocols[] = {
#define REMOTE_DOMAIN(domain, tool, kind)
#define REMOTE_PROTOCOL(protocol, tool, kind) { protocol, 0, { tool, kind } },
#define REMOTE_TUNNEL(number, tool, kind)     { NULL, number, { tool, kind } },
#include "model/remote_access.def"
#undef REMOTE_DOMAIN
#undef REMOTE_PROTOCOL
#undef REMOTE_TUNNEL
};

/* "router3.teamviewer.com" is below "teamviewer.com", "notteamviewer.com" is not. */
static bool is_below(struct text name, struct text domain)
{
    if (name.length < domain.length)
        return false;
    size_t before = name.length - domain.length;
    struct text end = { name.at + before, domain.length };

    return text_starts(end, domain.at) && (before == 0 || name.at[before - 1] == '.');
}

const struct remote_tool *remote_tool_of_domain(struct text name)
{
    for (size_t i = 0; i < COUNT_OF(domains); i++)
        if (is_below(name, text_of(domains[i].key)))
            return &domains[i].tool;
    return NULL;
}

const struct remote_tool *remote_tool_of_dialogue(const struct dialogue *d)
{
    for (size_t i = 0; i < COUNT_OF(protocols); i++) {
        const struct row *r = &protocols[i];
        if (r->key ? text_is(d->protocol, r->key)
                   : d->transport == TRANSPORT_IP && d->port == r->number)
            return &r->tool;
    }
    return NULL;
}

const struct remote_tool *remote_tool_named(struct text name)
{
    for (size_t i = 0; i < COUNT_OF(domains); i++)
        if (text_is(name, domains[i].tool.name))
            return &domains[i].tool;
    return NULL;
}
