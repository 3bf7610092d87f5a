#include "identify/words.h"

bool words_next(struct text *rest, struct text *word)
{
    if (rest->length == 0)
        return false;
    *word = text_trim(text_cut(rest, ','));
    return true;
}

bool words_hold(const char *list, struct text word)
{
    struct text rest = text_of(list), next;

    while (words_next(&rest, &next))
        if (text_equal(next, word))
            return true;
    return false;
}

static bool is_word_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static bool stands_at(struct text in, size_t at, struct text word)
{
    if (word.length > in.length - at)
        return false;
    for (size_t i = 0; i < word.length; i++)
        if (lower(in.at[at + i]) != lower(word.at[i]))
            return false;
    return true;
}

static bool is_mentioned(struct text word, struct text in)
{
    bool is_beginning = word.length > 0 && word.at[word.length - 1] == '*';

    word.length -= is_beginning;
    for (size_t i = 0; word.length > 0 && i + word.length <= in.length; i++) {
        size_t end = i + word.length;
        if ((i == 0 || !is_word_character(in.at[i - 1])) && stands_at(in, i, word) &&
            (is_beginning || end == in.length || !is_word_character(in.at[end])))
            return true;
    }
    return false;
}

bool words_mentioned(const char *list, struct text in)
{
    struct text rest = text_of(list), word;

    while (words_next(&rest, &word))
        if (is_mentioned(word, in))
            return true;
    return false;
}
