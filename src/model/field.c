#include "model/field.h"

static const struct {
    const char *name, *title;
} fields[] = {
    [FIELD_none] = { "none", "None" },
#define FIELD(name, title) [FIELD_##name] = { #name, title },
#include "model/field.def"
#undef FIELD
};

const char *field_name(enum field field)
{
    return fields[field < FIELD_COUNT ? field : FIELD_none].name;
}

const char *field_title(enum field field)
{
    return fields[field < FIELD_COUNT ? field : FIELD_none].title;
}

bool field_parse(struct text t, enum field *field)
{
    for (int i = FIELD_none + 1; i < FIELD_COUNT; i++)
        if (text_is(t, fields[i].name))
            return *field = (enum field)i, true;
    return false;
}
