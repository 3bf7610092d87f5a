/*
 * mms_objects.c - names of variables, and what IEC 61850 means by them.
 *
 * A name is made of components with a $ between them: logical node, functional
 * constraint, data object, members.
 *
 * Source: ISO 9506-2:2003, 14.5 (object names, variable access); IEC
 * 61850-8-1:2011, 7.3.
 */
#include "base/attributes.h"
#include "proto/ber.h"
#include "proto/mms.h"

enum {
    NAME_OF_DEVICE = 0x80,
    NAME_OF_DOMAIN = 0xa1,
    NAME_OF_ASSOCIATION = 0x82,
    VARIABLE_NAME = 0xa0,
    LIST_OF_VARIABLES = 0xa0,
    LIST_BY_NAME = 0xa1,
    READ_SPECIFICATION = 0xa1,
    COMPONENTS_MOST = 16,
};

static struct mms_name read_name(struct cursor c)
{
    uint32_t tag;
    struct mms_name name = { .item = ber_value(&c, &tag) };

    if (tag == NAME_OF_DOMAIN) {
        struct cursor both = name.item;
        name.domain = ber_tagged(&both, BER_VISIBLE);
        name.item = ber_tagged(&both, BER_VISIBLE);
    } else if (tag != NAME_OF_DEVICE && tag != NAME_OF_ASSOCIATION) {
        name.item.failed = true;
    }
    return name;
}

bool mms_next_variable(struct cursor *list, struct mms_name *name)
{
    struct cursor variable = ber_tagged(list, BER_SEQUENCE), wrapped;

    if (!cursor_ok(list) || !ber_optional(&variable, VARIABLE_NAME, &wrapped))
        return false;
    *name = read_name(wrapped);
    return cursor_ok(&name->item);
}

struct cursor mms_access_list(struct cursor *c, struct mms_name *defined)
{
    uint32_t tag;
    struct cursor value = ber_value(c, &tag);

    *defined = (struct mms_name){ .item = cursor_over(NULL, 0) };
    if (tag == LIST_OF_VARIABLES)
        return value;
    if (tag == LIST_BY_NAME)
        *defined = read_name(value);
    return cursor_over(NULL, 0);
}

/* ---- functional constraints ---- */

static const struct {
    uint8_t number;
    const char *constraint, *member;
} objects[] = {
#define OBJECT(number, constraint, member, read, read_class, write, write_class)                   \
    { number, constraint, member },
#include "proto/mms_objects.def"
#undef OBJECT
};

static struct text item_text(struct cursor item)
{
    return (struct text){ (const char *)item.next, item.left };
}

static bool has_member(struct text members, const char *wanted)
{
    if (!*wanted)
        return true;
    for (unsigned i = 0; i < COMPONENTS_MOST && members.length > 0; i++)
        if (text_is(text_cut(&members, '$'), wanted))
            return true;
    return false;
}

static uint8_t object_of(struct cursor item)
{
    struct text rest = item_text(item);

    (void)text_cut(&rest, '$'); /* logical node */
    struct text constraint = text_cut(&rest, '$');
    for (size_t i = 0; i < COUNT_OF(objects); i++)
        if (text_is(constraint, objects[i].constraint) && has_member(rest, objects[i].member))
            return objects[i].number;
    return MMS_SUB_NONE;
}

uint8_t mms_object_sub(uint8_t service, struct cursor request)
{
    struct cursor inside = request;
    struct mms_name name;
    uint8_t first = MMS_SUB_NONE;

    if (service == MMS_READ) {
        struct cursor with_result;
        (void)ber_optional(&request, NAME_OF_DEVICE, &with_result);
        inside = ber_tagged(&request, READ_SPECIFICATION);
    } else if (service != MMS_WRITE) {
        return MMS_SUB_NONE;
    }
    struct cursor list = mms_access_list(&inside, &name);
    while (mms_next_variable(&list, &name)) {
        uint8_t object = object_of(name.item);
        if (object < first)
            first = object;
    }
    return first;
}

bool mms_object_is_operate(struct cursor item)
{
    return object_of(item) == MMS_OBJECT_OPERATE;
}
