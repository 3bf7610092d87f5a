#include "api/reply.h"

#include <errno.h>

void reply_init(struct reply *r)
{
    *r = (struct reply){ .status = 200, .body = BUFFER_KEPT };
}

void reply_finish(struct reply *r)
{
    buffer_free(&r->body);
}

struct json reply_json(struct reply *r)
{
    r->type = "application/json";
    return json_to(&r->body);
}

struct buffer *reply_csv(struct reply *r)
{
    r->type = "text/csv; charset=utf-8; header=present";
    return &r->body;
}

int reply_nothing(struct reply *r)
{
    r->status = 204;
    return 0;
}

void reply_refuse(struct reply *r, unsigned status, const char *sentence)
{
    buffer_free(&r->body);
    r->body = BUFFER_KEPT;
    r->kind = REPLY_BYTES;
    r->lent = (struct text){ 0 };
    r->etag[0] = '\0';
    r->policy = r->download = NULL;
    r->status = status;
    struct json j = reply_json(r);
    json_object(&j, NULL);
    json_object(&j, "error");
    json_unsigned(&j, "code", status);
    json_string(&j, "message", sentence);
    json_object_end(&j);
    json_object_end(&j);
}

static const struct {
    int code;
    unsigned status;
} statuses[] = {
    { -EBADMSG, 400 }, /* a parameter or a body that is not understood */
    { -EPERM, 403 },   { -EACCES, 401 },    { -ENOENT, 404 },
    { -EEXIST, 409 },  { -ENOTEMPTY, 409 }, /* still in use */
    { -E2BIG, 413 },   { -EINVAL, 422 },    /* understood, and breaks a rule */
    { -ENOTSUP, 501 }, { -EBUSY, 503 },
};

unsigned status_of(int code)
{
    for (size_t i = 0; i < COUNT_OF(statuses); i++)
        if (statuses[i].code == code)
            return statuses[i].status;
    return 500;
}
