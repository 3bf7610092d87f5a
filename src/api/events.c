#include "api/events.h"

#include <errno.h>
#include <inttypes.h>
#include <microhttpd.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "api/route.h"
#include "base/moment.h"

enum { BLOCK = 1024, SECOND_US = 1000000 };

struct listener {
    struct events *events;
    struct MHD_Connection *connection; /* NULL: the place is free */
    bool asleep, greeted;
    uint64_t told; /* the version that it knows */
    moment_us last;
};

struct events {
    pthread_mutex_t lock;
    struct listener listeners[EVENTS_LISTENERS_MOST];
    uint64_t version;
    uint64_t told; /* how often; a version may be told twice, when a day began */
    bool ended;
};

int events_create(struct events **events, struct problem *why)
{
    struct events *made = calloc(1, sizeof *made);

    if (!made)
        return problem_set(why, -ENOMEM, "events: out of memory");
    pthread_mutex_init(&made->lock, NULL);
    *events = made;
    return 0;
}

void events_destroy(struct events *events)
{
    if (!events)
        return;
    pthread_mutex_destroy(&events->lock);
    free(events);
}

static void wake(struct listener *l)
{
    if (l->connection && l->asleep) {
        l->asleep = false;
        MHD_resume_connection(l->connection);
    }
}

void events_tell(struct events *events, uint64_t version)
{
    pthread_mutex_lock(&events->lock);
    events->version = version;
    events->told++;
    for (size_t i = 0; i < EVENTS_LISTENERS_MOST; i++)
        wake(&events->listeners[i]);
    pthread_mutex_unlock(&events->lock);
}

static bool is_silent_too_long(const struct listener *l)
{
    return moment_now() - l->last >= (moment_us)EVENTS_HEARTBEAT_SECONDS * SECOND_US;
}

void events_tick(struct events *events)
{
    pthread_mutex_lock(&events->lock);
    for (size_t i = 0; i < EVENTS_LISTENERS_MOST; i++)
        if (is_silent_too_long(&events->listeners[i]))
            wake(&events->listeners[i]);
    pthread_mutex_unlock(&events->lock);
}

void events_end(struct events *events)
{
    if (!events)
        return;
    pthread_mutex_lock(&events->lock);
    events->ended = true;
    for (size_t i = 0; i < EVENTS_LISTENERS_MOST; i++)
        wake(&events->listeners[i]);
    pthread_mutex_unlock(&events->lock);
}

/* What this listener has not heard yet, or 0: nothing. */
static int write_news(struct listener *l, char *out, size_t room)
{
    struct events *events = l->events;
    int length = 0;

    if (!l->greeted || l->told != events->told)
        length = snprintf(out, room,
                          "event: changed\nid: %" PRIu64 "\ndata: {\"version\":%" PRIu64 "}\n\n",
                          events->version, events->version);
    else if (is_silent_too_long(l))
        length = snprintf(out, room, ": still here\n\n");
    if (length > 0) {
        l->greeted = true;
        l->told = events->told;
        l->last = moment_now();
    }
    return length;
}

/* The daemon asks for more bytes: news, the end, or sleep until there are any. */
static ssize_t read_stream(void *owner, uint64_t position, char *out, size_t room)
{
    struct listener *l = owner;
    struct events *events = l->events;
    ssize_t length = MHD_CONTENT_READER_END_OF_STREAM;
    (void)position;

    pthread_mutex_lock(&events->lock);
    if (!events->ended) {
        length = write_news(l, out, room);
        if (length == 0) {
            l->asleep = true;
            MHD_suspend_connection(l->connection);
        }
    }
    pthread_mutex_unlock(&events->lock);
    return length;
}

static void leave(void *owner)
{
    struct listener *l = owner;

    pthread_mutex_lock(&l->events->lock);
    l->connection = NULL;
    l->asleep = false;
    pthread_mutex_unlock(&l->events->lock);
}

static struct listener *take_place(struct events *events, struct MHD_Connection *connection)
{
    struct listener *found = NULL;

    pthread_mutex_lock(&events->lock);
    for (size_t i = 0; i < EVENTS_LISTENERS_MOST && !found; i++)
        if (!events->listeners[i].connection)
            found = &events->listeners[i];
    if (found)
        *found = (struct listener){ .events = events, .connection = connection };
    pthread_mutex_unlock(&events->lock);
    return found;
}

struct MHD_Response *events_open(struct events *events, struct MHD_Connection *connection,
                                 struct reply *reply)
{
    struct listener *l = take_place(events, connection);

    if (l) {
        reply->type = "text/event-stream";
        return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK, read_stream, l, leave);
    }
    reply_refuse(reply, 503, "Events: as many pages listen already as this server allows.");
    return MHD_create_response_from_buffer(reply->body.length, reply->body.at,
                                           MHD_RESPMEM_MUST_COPY);
}

int events_get(struct request *r, struct problem *why)
{
    (void)why;
    r->reply.kind = REPLY_EVENTS;
    return 0;
}
