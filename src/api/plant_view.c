#include "api/plant_view.h"

#include <errno.h>
#include <stdlib.h>

#include "api/memory.h"

enum { ATTEMPTS_MOST = 5 };

static struct plant_view *empty_view(void)
{
    struct plant_view *v = memory_zeroed(1, sizeof *v);

    atomic_init(&v->holders, 1);
    arena_create(&v->text, ARENA_TRUSTED);
    arena_create(&v->plant.text, ARENA_TRUSTED);
    return v;
}

static void drop_rows(struct plant_view *v)
{
    array_free(&v->users.rows);
    program_finish(&v->plant.program);
    arena_destroy(&v->plant.text);
    arena_destroy(&v->text);
    sightings_release(v->sightings);
    free(v);
}

static int read_rows(struct plant_view *v, struct store *store, struct problem *why)
{
    int rc = v->sightings ? 0 : sightings_read(&v->sightings, store, why);

    if (rc >= 0)
        rc = store_read_program(store, &v->plant.program, &v->plant.text, why);
    if (rc >= 0)
        rc = store_read_users(store, &v->users, &v->text, why);
    if (rc < 0)
        return rc;
    v->plant.observed = v->sightings->observed;
    v->plant.assets = v->sightings->assets;
    return 0;
}

/* One state, or none: 1 when somebody changed the plant while it was read. */
static int read_once(struct plant_view **view, const struct plant_view *before, struct store *store,
                     struct problem *why)
{
    struct plant_view *v = empty_view();
    uint64_t after = 0;
    int rc = store_version(store, &v->version, why);

    if (before && v->version == before->version + 1)
        v->sightings = sightings_hold(before->sightings);
    if (rc >= 0)
        rc = read_rows(v, store, why);
    if (rc >= 0)
        rc = store_version(store, &after, why);
    if (rc >= 0 && after == v->version) {
        *view = v;
        return 0;
    }
    drop_rows(v);
    return rc < 0 ? rc : 1;
}

static int read_whole(struct plant_view **view, const struct plant_view *before,
                      struct store *store, struct problem *why)
{
    for (int attempt = 0; attempt < ATTEMPTS_MOST; attempt++) {
        int rc = read_once(view, before, store, why);
        if (rc <= 0)
            return rc;
    }
    return problem_set(why, -EBUSY, "plant: it changed %d times while it was read", ATTEMPTS_MOST);
}

int plant_view_make(struct plant_view **view, const struct plant_view *before, struct store *store,
                    const struct requirements *requirements, struct problem *why)
{
    struct plant_view *v = NULL;
    int rc = read_whole(&v, before, store, why);

    if (rc < 0)
        return rc;
    program_settle(&v->plant.program);
    store_look_up_files(store, &v->plant.program);
    plant_set_today(&v->plant, moment_now());
    assessment_make_over(&v->assessment, &v->plant, requirements, &v->sightings->traffic);
    inventory_make(&v->inventory, &v->assessment);
    talks_make(&v->talks, &v->assessment, &v->inventory);
    *view = v;
    return 0;
}

struct plant_view *plant_view_hold(struct plant_view *view)
{
    atomic_fetch_add(&view->holders, 1);
    return view;
}

void plant_view_release(struct plant_view *view)
{
    if (!view || atomic_fetch_sub(&view->holders, 1) > 1)
        return;
    talks_finish(&view->talks);
    inventory_finish(&view->inventory);
    assessment_finish(&view->assessment);
    drop_rows(view);
}

const struct users *plant_view_users(const struct plant_view *view)
{
    return &view->users;
}

struct text plant_view_name(const struct inventory_row *row, struct arena *into)
{
    if (row->name.length == 0 || text_equal(row->name, row->id))
        return row->id;
    return text_format(into, "%.*s (%.*s)", (int)row->name.length, row->name.at,
                       (int)row->id.length, row->id.at);
}
