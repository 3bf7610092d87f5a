#include "proto/description.h"

enum { PARTS_MOST = 10, ORDER_NUMBER_PARTS = 3 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* "6ES7 214-1AG40-0XB0", "6GK5 208-0BA10-2AA3", "6AV2 124-0GC01-0AX0". */
static bool is_order_number(struct text t)
{
    unsigned groups = 1;

    for (size_t i = 0; i < t.length; i++)
        groups += t.at[i] == '-';
    return groups == ORDER_NUMBER_PARTS && t.length >= 16 && t.at[0] == '6' && is_upper(t.at[1]) &&
           is_upper(t.at[2]) && is_digit(t.at[3]);
}

static struct text behind(struct text t, size_t skipped)
{
    return text_trim((struct text){ t.at + skipped, t.length - skipped });
}

/* "7" of "HW: 7"; "V.4.2.1" of "FW: V.4.2.1"; older devices write "HW: Version 2". */
static bool is_version(struct text part, const char *label, struct text *version)
{
    if (!text_starts(part, label))
        return false;
    *version = behind(part, text_of(label).length);
    if (text_starts(*version, "version "))
        *version = behind(*version, 8);
    return version->length > 0;
}

/* "S V-K2C13707" and "SVPD7105632": an S, then the number that is printed on the device. */
static bool is_serial(struct text part, struct text *serial)
{
    unsigned digits = 0;

    for (size_t i = 0; i < part.length; i++)
        digits += is_digit(part.at[i]);
    if (part.length < 8 || part.at[0] != 'S' || digits < 4)
        return false;
    *serial = behind(part, 1);
    return true;
}

struct parts {
    struct text part[PARTS_MOST];
    unsigned count;
};

static struct parts split(struct text description)
{
    struct parts p = { 0 };

    while (description.length > 0 && p.count < PARTS_MOST)
        p.part[p.count++] = text_trim(text_cut(&description, ','));
    return p;
}

static unsigned order_number_at(const struct parts *p)
{
    unsigned at = 1;

    while (at < p->count && !is_order_number(p->part[at]))
        at++;
    return at;
}

static void state_parts(struct dissection *out, const struct address *about, const struct parts *p,
                        const char *source, uint8_t confidence)
{
    unsigned order = order_number_at(p);
    struct text value;

    if (order < 2 || order == p->count)
        return; /* Siemens, but not one of these lines */
    dissection_state(out, about, FIELD_model, p->part[order - 1], source, confidence);
    dissection_state(out, about, FIELD_order_number, p->part[order], source, confidence);
    for (unsigned i = order + 1; i < p->count; i++) {
        if (is_version(p->part[i], "HW:", &value))
            dissection_state(out, about, FIELD_hardware, value, source, confidence);
        else if (is_version(p->part[i], "FW:", &value))
            dissection_state(out, about, FIELD_firmware, value, source, confidence);
        else if (is_serial(p->part[i], &value))
            dissection_state(out, about, FIELD_serial, value, source, confidence);
    }
}

void description_state(struct dissection *out, const struct address *about, struct text description,
                       const char *source, uint8_t confidence)
{
    struct parts p = split(description);

    dissection_state(out, about, FIELD_description, description, source, confidence);
    if (p.count == 0 || !text_is(p.part[0], "Siemens"))
        return;
    dissection_state(out, about, FIELD_vendor, p.part[0], source, confidence);
    state_parts(out, about, &p, source, confidence);
}
