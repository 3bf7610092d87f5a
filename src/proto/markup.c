#include "proto/markup.h"

bool markup_find(struct cursor *c, const char *words)
{
    while (c->left > 0 && !line_starts(*c, words))
        cursor_skip(c, 1);
    if (c->left == 0)
        return false;
    cursor_skip(c, text_of(words).length);
    return true;
}

struct cursor markup_up_to(struct cursor c, char end)
{
    struct cursor ahead = c;
    size_t length = 0;

    while (ahead.left > 0) {
        if ((char)cursor_u8(&ahead) == end)
            return cursor_split(&c, length);
        length++;
    }
    return cursor_over(NULL, 0);
}

struct cursor markup_element(struct cursor body, const char *tag)
{
    if (!markup_find(&body, tag) || !markup_find(&body, ">"))
        return cursor_over(NULL, 0);
    return markup_up_to(body, '<');
}
