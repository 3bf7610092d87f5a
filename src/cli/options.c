#include "cli/options.h"

#include <errno.h>
#include <string.h>

static const struct option *find(const struct option *table, const char *argument, size_t length)
{
    while (table->name && (strlen(table->name) != length || strncmp(table->name, argument, length) != 0))
        table++;
    return table->name ? table : NULL;
}

static int add_to_list(const struct option *row, const char *value, struct problem *why)
{
    struct option_list *list = row->to;

    if (list->count == OPTION_LIST_MOST)
        return problem_set(why, -EINVAL, "%s %s: it was given %d times already", row->name, value,
                           OPTION_LIST_MOST);
    list->items[list->count++] = value;
    return 0;
}

static int take_one(const struct option *table, struct arguments *given, int *at, struct problem *why)
{
    const char *argument = given->items[*at];
    size_t length = strcspn(argument, "=");
    const char *value = argument[length] == '=' ? argument + length + 1 : NULL;
    const struct option *row = find(table, argument, length);

    if (!row)
        return problem_set(why, -EINVAL, "%.*s: no such option here", (int)length, argument);
    if (row->kind == OPTION_FLAG) {
        if (value)
            return problem_set(why, -EINVAL, "%s takes no value", row->name);
        *(bool *)row->to = true;
        return 0;
    }
    if (!value && ++*at < given->count)
        value = given->items[*at];
    if (!value)
        return problem_set(why, -EINVAL, "%s needs a value: %s %s", row->name, row->name,
                           row->argument);
    if (row->kind == OPTION_LIST)
        return add_to_list(row, value, why);
    *(const char **)row->to = value;
    return 0;
}

int options_parse(const struct option *table, struct arguments *given, int least, int most,
                  struct problem *why)
{
    int kept = 0;
    bool only_positional = false;

    for (int at = 0; at < given->count; at++) {
        char *argument = given->items[at];
        if (only_positional || argument[0] != '-' || !argument[1]) {
            given->items[kept++] = argument;
        } else if (strcmp(argument, "--") == 0) {
            only_positional = true;
        } else {
            int rc = take_one(table, given, &at, why);
            if (rc < 0)
                return rc;
        }
    }
    given->count = kept;
    if (kept < least)
        return problem_set(why, -EINVAL, "too few arguments");
    if (most >= 0 && kept > most)
        return problem_set(why, -EINVAL, "%s: one argument too many", given->items[most]);
    return 0;
}
