/*
 * live.h - the open plant behind the server: its newest view, and changes to it.
 *
 * A change goes through one store handle, one at a time, and the view is renewed
 * before its author gets an answer: whoever reads after a write sees it.
 * Changes by other programs are seen by live_refresh.
 *
 * Threads: all functions may be called from any.
 */
#pragma once

#include "api/plant_view.h"
#include "catalogue/catalogue.h"

struct live;

/* `plant` is lent until live_close. */
MUST_USE int live_open(struct live **live, const char *plant, struct problem *why);
void live_close(struct live *live);

/* Is told after every renewal. */
typedef void live_watcher(void *owner, uint64_t version);
void live_watch(struct live *live, live_watcher *watcher, void *owner);

/* The newest view, held for the caller. */
struct plant_view *live_view(struct live *live);
const char *live_plant(const struct live *live); /* its folder, as it was opened */
const struct catalogue *live_catalogue(const struct live *live);
const struct requirements *live_requirements(const struct live *live);

/* Renews the view when the plant changed or another day began. */
MUST_USE int live_refresh(struct live *live, struct problem *why);

/*
 * One change: `judge` looks at the newest view and may refuse, then `work`
 * stores, once, something that people decided.  Nobody changes anything through
 * this server between the two.
 */
struct change {
    int (*judge)(void *about, const struct plant_view *view, struct problem *why);
    int (*work)(void *about, struct store *store, struct problem *why);
    void *about;
};
MUST_USE int live_change(struct live *live, const struct change *change, struct problem *why);

/* A look into the store that changes nothing. */
typedef int live_look(void *about, struct store *store, struct problem *why);
MUST_USE int live_read(struct live *live, live_look *look, void *about, struct problem *why);
