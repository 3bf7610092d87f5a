#include "capture/shortcut.h"

#include "capture/must.h"

void shortcuts_init(struct shortcuts *s)
{
    s->entries = must(calloc(SHORTCUTS, sizeof *s->entries));
}

void shortcuts_free(struct shortcuts *s)
{
    free(s->entries);
    s->entries = NULL;
}

/* A device without an IP address is known by its MAC: then a glance cannot tell its flow. */
void shortcut_learn(struct shortcuts *s, const struct glance_key *key, struct flow *f, int from)
{
    struct shortcut *pair = shortcut_pair(s, key);
    struct glance_key own;

    if (!glance_key_of(&f->key, from, &own) || !glance_key_equal(&own, key))
        return;
    pair[1] = pair[0];
    pair[0] = (struct shortcut){ .key = *key, .flow = f, .from = from };
}

void shortcut_forget(struct shortcuts *s, const struct flow *f)
{
    struct glance_key key;

    for (int from = 0; from < 2; from++) {
        if (!glance_key_of(&f->key, from, &key))
            return;
        struct shortcut *pair = shortcut_pair(s, &key);
        for (int i = 0; i < 2; i++)
            if (pair[i].flow == f)
                pair[i].flow = NULL;
    }
}
