#include "identify/vendor.h"

#include "base/attributes.h"

static uint64_t mac_bits(const struct address *mac, unsigned bits)
{
    uint64_t all = 0;

    for (unsigned i = 0; i < 6; i++)
        all = all << 8 | mac->bytes[i];
    return all >> (48 - bits);
}

static const char *name_of(const struct vendor_registry *r, uint64_t prefix)
{
    size_t low = 0, high = r->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (r->rows[middle] >> VENDOR_NAME_BITS < prefix)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == r->count || r->rows[low] >> VENDOR_NAME_BITS != prefix)
        return NULL;
    return vendor_names + (r->rows[low] & ((1u << VENDOR_NAME_BITS) - 1));
}

struct text vendor_of(const struct address *mac)
{
    if (mac->kind != ADDRESS_MAC || address_is_void(mac) || address_is_group(mac) ||
        address_is_locally_administered(mac))
        return (struct text){ 0 };
    for (const struct vendor_registry *r = vendor_registries; r->bits; r++) {
        const char *name = name_of(r, mac_bits(mac, r->bits));
        if (name)
            return text_of(name);
    }
    return (struct text){ 0 };
}

/* Prefixes that only virtual network cards use: who registered them made no hardware. */
static const struct {
    uint32_t prefix; /* 24 bits */
    const char *name;
} hypervisors[] = {
    { 0x000569, "VMware" },    { 0x000c29, "VMware" },     { 0x001c14, "VMware" },
    { 0x005056, "VMware" },    { 0x080027, "VirtualBox" }, { 0x0a0027, "VirtualBox" },
    { 0x525400, "QEMU" },      { 0x00163e, "Xen" },        { 0x00155d, "Microsoft Hyper-V" },
    { 0x001c42, "Parallels" },
};

struct text vendor_hypervisor(const struct address *mac)
{
    for (size_t i = 0; mac->kind == ADDRESS_MAC && i < COUNT_OF(hypervisors); i++)
        if (hypervisors[i].prefix == mac_bits(mac, 24))
            return text_of(hypervisors[i].name);
    return (struct text){ 0 };
}
