#include "store/words.h"

#include <assert.h>

#include "model/access.h"
#include "model/asset.h"
#include "model/field.h"
#include "model/observed.h"
#include "model/role.h"

static const char *transport_word(int value)
{
    return transport_name((enum transport)value);
}

static const char *field_word(int value)
{
    return field_name((enum field)value);
}

static const char *class_word(int value)
{
    return class_name((enum operation_class)value);
}

static const char *asset_class_word(int value)
{
    return asset_class_name((enum asset_class)value);
}

static const char *binding_word(int value)
{
    static const char *const names[] = {
        [BINDING_none] = "none", [BINDING_arp] = "arp",       [BINDING_dhcp] = "dhcp",
        [BINDING_ndp] = "ndp",   [BINDING_source] = "source", [BINDING_announced] = "announced",
    };

    static_assert(COUNT_OF(names) == BINDING_COUNT, "every way has its word");
    return names[value >= 0 && value < (int)COUNT_OF(names) ? value : BINDING_none];
}

static const char *role_word(int value)
{
    return role_name((enum role)value);
}

const struct words transport_words = { transport_word, TRANSPORT_ETHERNET + 1 };
const struct words field_words = { field_word, FIELD_COUNT };
const struct words class_words = { class_word, CLASS_COUNT };
const struct words asset_class_words = { asset_class_word, ASSET_CLASS_COUNT };
const struct words binding_words = { binding_word, BINDING_COUNT };
const struct words role_words = { role_word, ROLE_COUNT };

bool words_parse(const struct words *words, struct text t, int *value)
{
    for (int i = 0; i < words->count; i++)
        if (text_is(t, words->word(i)))
            return *value = i, true;
    return false;
}
