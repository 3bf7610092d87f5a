#include "exchange/format.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

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
                struct troubles *out)
{
    if (in->content.length <= format->bytes_most)
        return format->read(in, into, out);
    troubles_add(out, "%s: larger than the %zu bytes that format \"%s\" takes", in->name,
                 format->bytes_most, format->name);
    return -EFBIG;
}

void troubles_init(struct troubles *t)
{
    *t = (struct troubles){ 0 };
    arena_create(&t->text, ARENA_TRUSTED);
}

void troubles_finish(struct troubles *t)
{
    array_free(&t->sentences);
    arena_destroy(&t->text);
}

void troubles_add(struct troubles *t, const char *format, ...)
{
    char sentence[1024];
    va_list arguments;

    if (t->sentences.count >= TROUBLES_MOST) {
        t->untold++;
        return;
    }
    va_start(arguments, format);
    vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    *array_add(&t->sentences) = text_copy(text_of(sentence), &t->text);
}
