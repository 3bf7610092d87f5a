/*
 * smb2.c - messages of SMB 2 and 3.
 *
 * Source: [MS-SMB2] 2.2.1 (header), 2.2.3 and 2.2.4 (negotiate), 2.2.5 and 2.2.6
 * (session setup), 2.2.9 (tree connect), 2.2.13 (create), 2.2.19 to 2.2.22 (read, write),
 * 2.2.31 and 2.2.32 (ioctl), 3.2.4.1.4 (compounds).
 */
#include "proto/gss.h"
#include "proto/smb.h"
#include "proto/wide.h"

enum command {
    NEGOTIATE = 0,
    SESSION_SETUP = 1,
    TREE_CONNECT = 3,
    CREATE = 5,
    READ = 8,
    WRITE = 9,
    IOCTL = 11,
    OPLOCK_BREAK = 18,
};

enum {
    HEAD_BYTES = 64,
    FLAG_RESPONSE = 1,
    STATUS_PENDING = 0x103, /* the answer itself comes later */
    SIGNING_REQUIRED = 2,
    SESSION_GUEST = 1,
    COMPOUND_MOST = 32,
};

struct message {
    struct cursor whole; /* offsets count from its start */
    struct cursor body;
    uint16_t command;
    uint32_t status, key; /* key: the lower half of the message's number */
    bool is_response, is_unasked;
};

static const struct {
    uint16_t number;
    const char *name;
} dialects[] = {
    { 0x0202, "SMB 2.0.2" }, { 0x0210, "SMB 2.1" },   { 0x0300, "SMB 3.0" },
    { 0x0302, "SMB 3.0.2" }, { 0x0311, "SMB 3.1.1" },
};

static struct cursor read_part(const struct message *m, struct cursor *c)
{
    uint16_t offset = cursor_u16le(c), length = cursor_u16le(c);
    struct cursor part = m->whole;

    cursor_skip(&part, offset);
    return cursor_split(&part, length);
}

static void read_negotiate(const struct message *m, struct cursor c, struct dissection *out)
{
    static const char source[] = "smb negotiate";

    if (!m->is_response)
        return;
    cursor_skip(&c, 2); /* size of the structure */
    uint16_t security = cursor_u16le(&c), dialect = cursor_u16le(&c);
    cursor_skip(&c, 2 + 16 + 4 * 4 + 2 * 8); /* contexts, identity, limits, times */
    struct cursor token = read_part(m, &c);
    if (!cursor_ok(&c))
        return;
    for (size_t i = 0; i < COUNT_OF(dialects); i++)
        if (dialects[i].number == dialect)
            dissection_state(out, &out->sender, FIELD_profile, text_of(dialects[i].name), source,
                             CONFIDENCE_BANNER);
    dissection_state(out, &out->sender, FIELD_security,
                     security & SIGNING_REQUIRED ? TEXT("SMB signing required")
                                                 : TEXT("SMB signing not required"),
                     source, CONFIDENCE_BANNER);
    gss_state(out, token, source);
}

static void read_session_setup(const struct message *m, struct cursor c, struct dissection *out)
{
    static const char source[] = "smb session setup";
    uint16_t flags = 0;

    cursor_skip(&c, 2); /* size of the structure */
    if (m->is_response)
        flags = cursor_u16le(&c);
    else
        cursor_skip(&c, 1 + 1 + 4 + 4); /* flags, security, capabilities, channel */
    struct cursor token = read_part(m, &c);
    if (!cursor_ok(&c))
        return;
    gss_state(out, token, source);
    if (flags & SESSION_GUEST)
        dissection_state(out, &out->sender, FIELD_security, TEXT("SMB guest session"), source,
                         CONFIDENCE_BANNER);
}

static void read_tree_connect(const struct message *m, struct cursor c, struct dissection *out)
{
    if (m->is_response)
        return;
    cursor_skip(&c, 2 + 2); /* size of the structure, flags */
    struct cursor path = read_part(m, &c);
    if (cursor_ok(&c))
        dissection_state(out, &out->receiver, FIELD_share, wide_text(path, WIDE_LITTLE, out->arena),
                         "smb tree connect", CONFIDENCE_ASKED);
}

/* ---- pipes ---- */

/* Bytes at an offset of the message, as far as they are there. */
static struct cursor bytes_at(const struct message *m, size_t offset, size_t length)
{
    struct cursor c = m->whole;

    cursor_skip(&c, offset);
    return cursor_split(&c, length < c.left ? length : c.left);
}

static uint32_t read_channel(struct cursor *c)
{
    uint64_t persistent = cursor_u64le(c), volatile_part = cursor_u64le(c);

    return smb_channel(persistent ^ volatile_part);
}

static void read_write(const struct message *m, struct cursor c, struct dissection *out)
{
    cursor_skip(&c, 2); /* size of the structure */
    uint16_t offset = cursor_u16le(&c);
    uint32_t length = cursor_u32le(&c);
    cursor_skip(&c, 8);
    uint32_t channel = read_channel(&c);
    if (!m->is_response && cursor_ok(&c))
        smb_pipe_read(out, channel, bytes_at(m, offset, length));
}

static void read_read(const struct message *m, struct cursor c, struct dissection *out)
{
    cursor_skip(&c, 2); /* size of the structure */
    if (m->is_response) {
        uint8_t offset = cursor_u8(&c);
        cursor_skip(&c, 1);
        smb_pipe_answered(out, m->key, bytes_at(m, offset, cursor_u32le(&c)));
        return;
    }
    cursor_skip(&c, 1 + 1 + 4 + 8); /* padding, flags, length, offset */
    uint32_t channel = read_channel(&c);
    if (cursor_ok(&c))
        smb_pipe_asked(out, channel, m->key);
}

static void read_ioctl(const struct message *m, struct cursor c, struct dissection *out)
{
    static const uint32_t pipe_transceive = 0x0011c017;

    cursor_skip(&c, 2 + 2); /* size of the structure */
    bool is_pipe = cursor_u32le(&c) == pipe_transceive;
    uint32_t channel = read_channel(&c);
    if (m->is_response)
        cursor_skip(&c, 4 + 4); /* what went in */
    uint32_t offset = cursor_u32le(&c), length = cursor_u32le(&c);
    if (is_pipe && cursor_ok(&c))
        smb_pipe_read(out, channel, bytes_at(m, offset, length));
}

static const struct {
    uint16_t command;
    void (*read)(const struct message *m, struct cursor body, struct dissection *out);
} readers[] = {
    { NEGOTIATE, read_negotiate },
    { SESSION_SETUP, read_session_setup },
    { TREE_CONNECT, read_tree_connect },
    { READ, read_read },
    { WRITE, read_write },
    { IOCTL, read_ioctl },
};

static struct text created_name(const struct message *m, struct arena *into)
{
    struct cursor c = m->body;

    cursor_skip(&c, 2 + 2 + 4 + 8 + 8 + 5 * 4); /* up to the name's offset */
    return wide_text(read_part(m, &c), WIDE_LITTLE, into);
}

static void count(const struct message *m, struct dissection *out)
{
    enum message_kind kind = smb_is_refusal(m->status) ? MESSAGE_REFUSAL : MESSAGE_RESPONSE;

    if (m->command == CREATE && m->is_response)
        smb_count_created(out, kind, m->key, CREATE, SUB_NONE);
    else if (m->command == CREATE)
        smb_count_create(out, created_name(m, out->arena), m->key, CREATE, SUB_NONE);
    else
        dissection_operation(out, &smb_protocol,
                             m->is_response && !m->is_unasked ? kind : MESSAGE_REQUEST, m->command,
                             SUB_NONE);
}

static void read_one(const struct message *m, struct dissection *out)
{
    out->direction = m->is_response ? DIRECTION_FROM_SERVER : DIRECTION_FROM_CLIENT;
    if (m->is_response && m->status == STATUS_PENDING)
        return;
    count(m, out);
    for (size_t i = 0; i < COUNT_OF(readers); i++)
        if (readers[i].command == m->command)
            readers[i].read(m, m->body, out);
}

/* The head; `next` is where the following message of a compound begins, or 0. */
static struct message read_head(struct cursor whole, uint32_t *next)
{
    struct message m = { .whole = whole };
    struct cursor c = whole;

    cursor_skip(&c, 4 + 2 + 2); /* mark, size of the structure, credits */
    m.status = cursor_u32le(&c);
    m.command = cursor_u16le(&c);
    cursor_skip(&c, 2);
    m.is_response = cursor_u32le(&c) & FLAG_RESPONSE;
    *next = cursor_u32le(&c);
    uint64_t number = cursor_u64le(&c);
    m.key = (uint32_t)number;
    m.is_unasked = m.command == OPLOCK_BREAK && number == UINT64_MAX;
    cursor_skip(&c, 8 + 8 + 16); /* tree, session, signature */
    m.body = c;
    return m;
}

void smb2_read(struct cursor whole, struct dissection *out)
{
    uint32_t next = HEAD_BYTES;

    for (unsigned i = 0; i < COMPOUND_MOST && next >= HEAD_BYTES; i++) {
        struct message m = read_head(whole, &next);
        if (!cursor_ok(&m.body))
            return;
        read_one(&m, out);
        cursor_skip(&whole, next);
    }
}
