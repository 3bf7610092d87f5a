/* address_claimed_twice.c - two network cards say that they have one address. */
#include "assess/signal.h"
#include "base/index.h"

static bool is_told(const struct binding *b)
{
    return (b->how == BINDING_arp || b->how == BINDING_ndp) && !address_is_void(&b->ip) &&
           !address_is_group(&b->mac);
}

/* Who said first that an address is its own, and who was the first other one. */
struct claimant {
    const struct binding *first, *other;
};

struct claimants {
    ARRAY(struct claimant) rows;
    struct index by_ip;
};

static bool same_ip(const void *owner, const void *key, uint32_t item)
{
    return address_equal(&((const struct claimants *)owner)->rows.items[item].first->ip, key);
}

/* The first binding before this one of the same address at another card. */
static const struct binding *rival_of(struct claimants *all, const struct binding *b)
{
    uint64_t hash = address_hash(&b->ip);
    uint32_t place = index_find(&all->by_ip, hash, same_ip, all, &b->ip);

    if (place == INDEX_NONE) {
        *array_add(&all->rows) = (struct claimant){ .first = b };
        index_insert(&all->by_ip, hash, (uint32_t)(all->rows.count - 1));
        return NULL;
    }
    struct claimant *known = &all->rows.items[place];
    if (address_equal(&known->first->mac, &b->mac))
        return known->other;
    if (!known->other)
        known->other = b;
    return known->first;
}

/* Whether this pair of cards is already a row, as another capture showed it too. */
static bool is_known(const struct signal_result *out, const struct binding *b)
{
    for (ARRAY_EACH(const struct signal_row, row, &out->rows))
        if (address_equal(&row->about, &b->ip) && address_equal(&row->other, &b->mac))
            return true;
    return false;
}

static void look(const struct sight *s, struct signal_result *out)
{
    char first[ADDRESS_TEXT], second[ADDRESS_TEXT];
    struct claimants all = { 0 };

    for (ARRAY_EACH(const struct binding, b, &s->plant->observed.bindings)) {
        if (!is_told(b))
            continue;
        const struct binding *rival = rival_of(&all, b);
        out->looked = true;
        if (!rival || is_known(out, b))
            continue;
        address_format(&rival->mac, first);
        address_format(&b->mac, second);
        struct signal_row *row = signal_add(s, out, SEVERITY_high, "%s is claimed by %s and by %s.",
                                            sight_name(s, &b->ip), first, second);
        row->about = b->ip;
        row->other = b->mac;
        row->capture = b->capture;
        row->frame = b->first_frame;
        row->first = b->first;
        row->last = b->last;
    }
    array_free(&all.rows);
    index_free(&all.by_ip);
}

const struct signal address_claimed_twice_signal = {
    .id = "address-claimed-twice",
    .title = "One address, two network cards",
    .looks_at = "ARP and IPv6 neighbour discovery, in which hosts say which addresses are theirs.",
    .effect = SIGNAL_contradicts,
    .level = 3,
    .requirements = {
        { "NET 1.6", "Whoever may connect can take another's address: a mistake, or an attack." },
    },
    .one = "address is claimed by two network cards.",
    .many = "addresses are claimed by two network cards.",
    .clear = "Every address belongs to one network card.",
    .no_data = "No host said which addresses are its own.",
    .look = look,
};
