#include "proto/file_name.h"

#include "base/attributes.h"

static bool ends(struct text name, const char *ending)
{
    size_t length = text_of(ending).length;

    return name.length >= length &&
           text_starts((struct text){ name.at + name.length - length, length }, ending);
}

enum file_kind file_kind(struct text name)
{
    static const struct {
        const char *ending;
        enum file_kind kind;
    } kinds[] = {
        { ".bin", FILE_FIRMWARE },
        { ".fw", FILE_FIRMWARE },
        { ".fwu", FILE_FIRMWARE },
        { ".rom", FILE_FIRMWARE },
        { ".img", FILE_FIRMWARE },
        { ".upd", FILE_FIRMWARE },
        { ".sfw", FILE_FIRMWARE },
        { ".raucb", FILE_FIRMWARE },
        { ".cfg", FILE_CONFIGURATION },
        { ".conf", FILE_CONFIGURATION },
        { ".ini", FILE_CONFIGURATION },
        { "-confg", FILE_CONFIGURATION },
        { "-config", FILE_CONFIGURATION },
    };

    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (ends(name, kinds[i].ending))
            return kinds[i].kind;
    return FILE_OTHER;
}
