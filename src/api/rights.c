#include "api/rights.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum {
    OWNER = 1 << ROLE_owner,
    ASSESSOR = 1 << ROLE_assessor,
    ENGINEER = 1 << ROLE_engineer,
    AUDITOR = 1 << ROLE_auditor
};

struct right {
    const char *name;
    unsigned roles;
};

static const struct right permits[] = {
#define PERMIT(part, roles) { (part), (roles) },
#define KEEP(ledger, roles)
#include "api/rights.def"
#undef PERMIT
#undef KEEP
};

static const struct right keeps[] = {
#define PERMIT(part, roles)
#define KEEP(ledger, roles) { (ledger), (roles) },
#include "api/rights.def"
#undef PERMIT
#undef KEEP
};

static unsigned roles_of(const struct right *rights, size_t count, struct text name,
                         unsigned others)
{
    for (size_t i = 0; i < count; i++)
        if (text_is(name, rights[i].name))
            return rights[i].roles;
    return others;
}

/* "an owner, an assessor or an engineer" */
static void print_roles(unsigned roles, char *out, size_t size)
{
    size_t used = 0;

    out[0] = '\0';
    for (unsigned role = ROLE_owner; role < ROLE_COUNT && used < size; role++) {
        if (!(roles >> role & 1))
            continue;
        bool last = (roles >> role) == 1;
        const char *before = used == 0 ? "" : last ? " or " : ", ";
        used += (size_t)snprintf(out + used, size - used, "%san %s", before,
                                 role_name((enum role)role));
    }
}

static int decide(const struct request *r, unsigned roles, struct text what, struct problem *why)
{
    char whose[96];

    if (roles >> r->role & 1)
        return 0;
    print_roles(roles, whose, sizeof whose);
    return problem_set(why, -EPERM, "%.*s: an %s reads this and does not change it; %s may",
                       SHOWN(what), role_name(r->role), whose);
}

int rights_of_route(const struct request *r, const struct route *route, struct problem *why)
{
    struct text path = text_of(route->path);

    if (route->rule == RULE_READ)
        return 0;
    text_cut(&path, '/');
    struct text part = text_cut(&path, '/');
    return decide(r, roles_of(permits, COUNT_OF(permits), part, OWNER), part, why);
}

int rights_of_ledger(const struct request *r, const struct ledger *ledger, struct problem *why)
{
    struct text name = text_of(ledger->name);

    return decide(r, roles_of(keeps, COUNT_OF(keeps), name, OWNER | ASSESSOR), name, why);
}
