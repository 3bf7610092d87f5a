#include "model/access.h"

static const struct {
    const char *name, *meaning;
    enum access access;
} classes[] = {
#define CLASS(name, access, what) [CLASS_##name] = { #name, what, ACCESS_##access },
#include "model/access.def"
#undef CLASS
};

static const char *const words[] = {
    [ACCESS_unknown] = "unknown", [ACCESS_discover] = "discover", [ACCESS_read] = "read",
    [ACCESS_write] = "write",     [ACCESS_control] = "control",   [ACCESS_program] = "program",
    [ACCESS_manage] = "manage",
};

const char *class_name(enum operation_class class)
{
    return classes[class < CLASS_COUNT ? class : CLASS_unknown].name;
}

const char *class_meaning(enum operation_class class)
{
    return classes[class < CLASS_COUNT ? class : CLASS_unknown].meaning;
}

enum access class_access(enum operation_class class)
{
    return classes[class < CLASS_COUNT ? class : CLASS_unknown].access;
}

const char *access_name(enum access access)
{
    return words[access < ACCESS_COUNT ? access : ACCESS_unknown];
}

bool access_parse(struct text t, enum access *access)
{
    for (int i = 0; i < ACCESS_COUNT; i++)
        if (text_is(t, words[i]))
            return *access = (enum access)i, true;
    return false;
}

bool access_is_change(enum access access)
{
    return access == ACCESS_write || access == ACCESS_control || access == ACCESS_program;
}
