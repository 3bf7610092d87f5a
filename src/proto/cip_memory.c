#include "proto/cip.h"

void cip_begin(struct cip_state *state)
{
    for (size_t i = 0; i < CIP_ASKED_MOST; i++)
        if (state->asked[i].key == state->key)
            state->asked[i].count = 0;
}

static bool continues(const struct cip_asked *run, const struct cip_asked *asked)
{
    return run->count > 0 && run->count < UINT8_MAX && run->key == asked->key &&
           run->class == asked->class && run->service == asked->service &&
           run->attribute == asked->attribute && run->slot == asked->slot &&
           run->position + run->count == asked->position && run->position != CIP_POSITION_ALONE &&
           asked->position != CIP_POSITION_WRAPPER;
}

struct cip_asked *cip_remember(struct cip_state *state, uint8_t position, uint8_t service,
                               const struct cip_target *target)
{
    struct cip_asked asked = {
        .key = state->key,
        .class = target->class,
        .service = service,
        .attribute = target->attribute <= UINT8_MAX ? (uint8_t)target->attribute : 0,
        .slot = target->slot,
        .position = position,
        .count = 1,
    };
    struct cip_asked *newest =
        &state->asked[(state->next_asked + CIP_ASKED_MOST - 1U) % CIP_ASKED_MOST];

    if (continues(newest, &asked)) {
        newest->count++;
        return newest;
    }
    newest = &state->asked[state->next_asked % CIP_ASKED_MOST];
    state->next_asked = (uint8_t)((state->next_asked + 1U) % CIP_ASKED_MOST);
    *newest = asked;
    return newest;
}

const struct cip_asked *cip_recall(const struct cip_state *state, uint8_t position)
{
    for (size_t i = 0; i < CIP_ASKED_MOST; i++) {
        const struct cip_asked *asked = &state->asked[i];
        if (asked->key == state->key && position >= asked->position &&
            position < asked->position + asked->count)
            return asked;
    }
    return NULL;
}

void cip_connection_add(struct cip_state *state, uint32_t id, uint8_t slot)
{
    size_t row = state->next_connection % CIP_CONNECTIONS_MOST;

    for (size_t i = 0; i < CIP_CONNECTIONS_MOST; i++)
        if (state->connections[i].open && state->connections[i].id == id)
            row = i;
    if (row == state->next_connection % CIP_CONNECTIONS_MOST)
        state->next_connection = (uint8_t)((row + 1) % CIP_CONNECTIONS_MOST);
    state->connections[row] = (struct cip_connection){ .id = id, .slot = slot, .open = true };
}

uint8_t cip_connection_slot(const struct cip_state *state)
{
    if (!state->connected)
        return CIP_SLOT_SELF;
    for (size_t i = 0; i < CIP_CONNECTIONS_MOST; i++)
        if (state->connections[i].open && state->connections[i].id == state->connection_id)
            return state->connections[i].slot;
    return CIP_SLOT_ELSEWHERE;
}
