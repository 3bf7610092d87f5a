#include "exchange/format.h"

#include <errno.h>

#define FORMAT(name) extern const struct format name##_format;
#include "exchange/formats.def"
#undef FORMAT

const struct format *const format_table[] = {
#define FORMAT(name) &name##_format,
#include "exchange/formats.def"
#undef FORMAT
    NULL,
};

const struct format *format_find(struct text name)
{
    for (const struct format *const *f = format_table; *f; f++)
        if (text_is(name, (*f)->name))
            return *f;
    return NULL;
}

int format_read(const struct format *format, const struct format_input *in, struct plant *into,
                struct problems *found)
{
    size_t bytes = in->content.length;

    for (size_t i = 0; i < in->part_count; i++)
        bytes += in->parts[i].content.length;
    if (bytes <= format->bytes_most)
        return format->read(in, into, found);
    problems_say(found, -EFBIG, "%s: larger than the %zu bytes that format \"%s\" takes", in->name,
                 format->bytes_most, format->name);
    return -EFBIG;
}
