#include "api/plant_view.h"

#include <errno.h>
#include <stdlib.h>

#include "api/memory.h"

enum { ATTEMPTS_MOST = 5 };

static int read_rows(struct plant_view *v, struct store *store, struct problem *why)
{
    int rc = store_read_observed(store, &v->plant.observed, why);

    if (rc >= 0)
        rc = store_read_assets(store, &v->plant.assets, why);
    if (rc >= 0)
        rc = store_read_program(store, &v->plant.program, &v->plant.text, why);
    if (rc >= 0)
        rc = store_read_users(store, &v->users, &v->text, why);
    return rc;
}

static struct plant_view *empty_view(void)
{
    struct plant_view *v = memory_zeroed(1, sizeof *v);

    atomic_init(&v->holders, 1);
    plant_init(&v->plant);
    arena_create(&v->text, ARENA_TRUSTED);
    return v;
}

static void drop_rows(struct plant_view *v)
{
    array_free(&v->users.rows);
    arena_destroy(&v->text);
    plant_finish(&v->plant);
    free(v);
}

/* Reads until no one else changed the plant meanwhile. */
static int read_whole(struct plant_view **view, struct store *store, struct problem *why)
{
    for (int attempt = 0; attempt < ATTEMPTS_MOST; attempt++) {
        struct plant_view *v = empty_view();
        uint64_t after = 0;
        int rc = store_version(store, &v->version, why);
        if (rc >= 0)
            rc = read_rows(v, store, why);
        if (rc >= 0)
            rc = store_version(store, &after, why);
        if (rc >= 0 && after == v->version) {
            *view = v;
            return 0;
        }
        drop_rows(v);
        if (rc < 0)
            return rc;
    }
    return problem_set(why, -EBUSY, "plant: it changed %d times while it was read", ATTEMPTS_MOST);
}

int plant_view_make(struct plant_view **view, struct store *store,
                    const struct requirements *requirements, struct problem *why)
{
    struct plant_view *v = NULL;
    int rc = read_whole(&v, store, why);

    if (rc < 0)
        return rc;
    program_settle(&v->plant.program);
    store_look_up_files(store, &v->plant.program);
    plant_set_today(&v->plant, moment_now());
    assessment_make(&v->assessment, &v->plant, requirements);
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
