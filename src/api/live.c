#include "api/live.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

#include "api/memory.h"

struct live {
    pthread_mutex_t storing; /* over the store handle and renewals; taken before `showing` */
    const char *plant;       /* lent */
    struct store *store;
    pthread_mutex_t showing; /* over the pointer only */
    struct plant_view *view;
    struct catalogue catalogue;
    struct requirements requirements;
    live_watcher *watcher;
    void *watcher_owner;
};

static int load_catalogue(struct live *live, struct problem *why)
{
    struct problems found = { 0 };
    int rc = catalogue_load(&live->catalogue, NULL, &found);

    if (rc < 0)
        *why = found.rows.items[0];
    else
        catalogue_requirements(&live->catalogue, &live->requirements);
    problems_finish(&found);
    return rc;
}

/* `before`: what only we changed since; NULL: anything may have changed. */
static int renew(struct live *live, const struct plant_view *before, struct problem *why)
{
    struct plant_view *fresh = NULL;
    int rc = plant_view_make(&fresh, before, live->store, &live->requirements, why);

    if (rc < 0)
        return rc;
    uint64_t version = fresh->version;
    pthread_mutex_lock(&live->showing);
    struct plant_view *stale = live->view;
    live->view = fresh;
    pthread_mutex_unlock(&live->showing);
    plant_view_release(stale);
    if (live->watcher)
        live->watcher(live->watcher_owner, version);
    return 0;
}

int live_open(struct live **live, const char *plant, struct problem *why)
{
    struct live *opened = memory_zeroed(1, sizeof *opened);

    opened->plant = plant;
    pthread_mutex_init(&opened->storing, NULL);
    pthread_mutex_init(&opened->showing, NULL);
    int rc = load_catalogue(opened, why);
    if (rc == 0)
        rc = store_open(&opened->store, plant, why);
    if (rc == 0)
        rc = renew(opened, NULL, why);
    if (rc < 0) {
        live_close(opened);
        return rc;
    }
    *live = opened;
    return 0;
}

void live_close(struct live *live)
{
    if (!live)
        return;
    plant_view_release(live->view);
    store_close(live->store);
    array_free(&live->requirements.rows);
    catalogue_finish(&live->catalogue);
    pthread_mutex_destroy(&live->showing);
    pthread_mutex_destroy(&live->storing);
    free(live);
}

void live_watch(struct live *live, live_watcher *watcher, void *owner)
{
    pthread_mutex_lock(&live->storing);
    live->watcher = watcher;
    live->watcher_owner = owner;
    pthread_mutex_unlock(&live->storing);
}

struct plant_view *live_view(struct live *live)
{
    pthread_mutex_lock(&live->showing);
    struct plant_view *view = plant_view_hold(live->view);
    pthread_mutex_unlock(&live->showing);
    return view;
}

const char *live_plant(const struct live *live)
{
    return live->plant;
}

const struct catalogue *live_catalogue(const struct live *live)
{
    return &live->catalogue;
}

const struct requirements *live_requirements(const struct live *live)
{
    return &live->requirements;
}

static bool is_another_day(const struct plant_view *view)
{
    static const moment_us day_us = 86400000000;
    moment_us now = moment_now();

    return !view->plant.program.clock_observed && now - now % day_us != view->plant.today;
}

/* The view is replaced by holders of `storing` only, so here it may be looked at. */
static int refresh(struct live *live, struct problem *why)
{
    uint64_t version = 0;
    int rc = store_version(live->store, &version, why);

    if (rc < 0)
        return rc;
    if (version == live->view->version && !is_another_day(live->view))
        return 0;
    return renew(live, NULL, why);
}

int live_refresh(struct live *live, struct problem *why)
{
    pthread_mutex_lock(&live->storing);
    int rc = refresh(live, why);
    pthread_mutex_unlock(&live->storing);
    return rc;
}

static int make_change(struct live *live, const struct change *change, struct problem *why)
{
    int rc = refresh(live, why);

    if (rc == 0)
        rc = change->judge(change->about, live->view, why);
    if (rc == 0)
        rc = change->work(change->about, live->store, why);
    return rc < 0 ? rc : renew(live, live->view, why);
}

int live_change(struct live *live, const struct change *change, struct problem *why)
{
    pthread_mutex_lock(&live->storing);
    int rc = make_change(live, change, why);
    pthread_mutex_unlock(&live->storing);
    return rc;
}

int live_read(struct live *live, live_look *look, void *about, struct problem *why)
{
    pthread_mutex_lock(&live->storing);
    int rc = look(about, live->store, why);
    pthread_mutex_unlock(&live->storing);
    return rc;
}
