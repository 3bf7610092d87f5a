/*
 * health.c - whether the server answers and its database opens; and the document
 * that describes this interface.
 */
#include <string.h>

#include "api/live.h"
#include "api/route.h"
#include "api/ui.h"

static int look(void *about, struct store *store, struct problem *why)
{
    return store_version(store, about, why);
}

int health_get(struct request *r, struct problem *why)
{
    uint64_t version = 0;
    int rc = live_read(r->live, look, &version, why);

    if (rc < 0)
        return rc;
    struct json j = reply_json(&r->reply);
    json_object(&j, NULL);
    json_string(&j, "status", "ok");
    json_string(&j, "program", BULKHEAD_VERSION);
    json_text(&j, "plant", r->view->plant.program.plant);
    json_unsigned(&j, "version", version);
    json_object_end(&j);
    return 0;
}

int description_get(struct request *r, struct problem *why)
{
    (void)why;
    file_answer(&r->reply, embedded_find(&api_files, "openapi.yaml"));
    return 0;
}
