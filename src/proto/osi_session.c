#include "proto/osi_session.h"

#include "base/attributes.h"

enum {
    LENGTH_IS_LONG = 255, /* two bytes follow that say it */
    GIVE_TOKENS = 1,      /* the same number as data: a unit in front of it tells them apart */
    USER_DATA = 193,
    USER_DATA_EXTENDED = 194,
};

static const uint8_t units[] = {
    SESSION_FINISH, SESSION_DISCONNECT, SESSION_REFUSE,       SESSION_CONNECT,
    SESSION_ACCEPT, SESSION_ABORT,      SESSION_ABORT_ACCEPT,
};

static bool is_known(uint8_t unit)
{
    for (size_t i = 0; i < COUNT_OF(units); i++)
        if (units[i] == unit)
            return true;
    return false;
}

/* A unit's or a parameter's code, and its contents. */
static struct cursor read_part(struct cursor *c, uint8_t *code)
{
    *code = cursor_u8(c);
    size_t length = cursor_u8(c);

    if (length == LENGTH_IS_LONG)
        length = cursor_u16be(c);
    return cursor_split(c, length);
}

static struct cursor find_user_data(struct cursor parameters)
{
    while (parameters.left > 0) {
        uint8_t code;
        struct cursor value = read_part(&parameters, &code);
        if (code == USER_DATA || code == USER_DATA_EXTENDED)
            return value;
    }
    return parameters;
}

/* Data follows two units: the first only says that tokens are given, or nothing. */
static bool read_data(struct cursor message, struct session *s)
{
    uint8_t unit;

    (void)read_part(&message, &unit);
    s->unit = SESSION_DATA;
    s->user = message;
    return cursor_ok(&message) && unit == SESSION_DATA && message.left > 0;
}

bool session_read(struct cursor message, struct session *s)
{
    struct cursor parameters = read_part(&message, &s->unit);

    if (!cursor_ok(&message))
        return false;
    if (s->unit == GIVE_TOKENS)
        return read_data(message, s);
    s->user = find_user_data(parameters);
    return is_known(s->unit) && message.left == 0 && cursor_ok(&s->user);
}
