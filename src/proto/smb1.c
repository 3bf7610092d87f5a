/*
 * smb1.c - messages of SMB 1, with the commands that ride on another one's back.
 *
 * Source: [MS-CIFS] 2.2.3.1 (header), 2.2.3.4 (batches), 2.2.4.52 (negotiate),
 * 2.2.4.53 (session setup), 2.2.4.55 (tree connect), 2.2.4.64 (create), 2.2.4.42 and 2.2.4.43
 * (read, write), 2.2.4.33 and 2.2.5.6 (transactions on a pipe); [MS-SMB]
 * 2.2.4.5 and 2.2.4.6 (with extended security).
 */
#include "proto/gss.h"
#include "proto/smb.h"
#include "proto/wide.h"

enum command {
    NEGOTIATE = 0x72,
    SESSION_SETUP = 0x73,
    TREE_CONNECT = 0x75,
    CREATE = 0xa2,
    TRANSACTION = 0x25,
    READ = 0x2e,
    WRITE = 0x2f,
    NO_MORE = 0xff,
};

enum {
    HEAD_BYTES = 32,
    FLAG_RESPONSE = 0x80,
    FLAG2_UNICODE = 0x8000,
    FLAG2_NT_STATUS = 0x4000,
    BATCH_MOST = 8,
    SECURITY_SIGNED = 8,
    EXTENDED_SECURITY_BIT = 31,
    WORDS_NEGOTIATED = 17,
    WORDS_SETUP_EXTENDED = 12,
    WORDS_SETUP = 13,
    WORDS_SETUP_DONE = 3,
    WORDS_SETUP_DONE_EXTENDED = 4,
    NO_DIALECT = 0xffff,
};

struct message {
    struct cursor whole; /* offsets count from its start */
    uint8_t command;
    uint32_t status, key;
    bool is_response, is_wide, is_refusal;
};

/* One command: its words, then its bytes. */
struct block {
    uint8_t count; /* of words */
    struct cursor words, bytes;
    size_t end; /* of the bytes, from the start of the message */
};

static const char source_setup[] = "smb session setup";

static struct block read_block(const struct message *m, struct cursor *c)
{
    struct block b = { .count = cursor_u8(c) };

    b.words = cursor_split(c, b.count * (size_t)2);
    b.bytes = cursor_split(c, cursor_u16le(c));
    b.end = m->whole.left - c->left;
    return b;
}

/* The characters up to and without the next NUL, which is consumed with them. */
static struct cursor narrow_string(struct cursor *c)
{
    struct cursor ahead = *c;
    size_t length = 0;

    while (ahead.left > 0 && cursor_u8(&ahead) != 0)
        length++;
    struct cursor found = cursor_split(c, length);
    cursor_skip(c, c->left ? 1 : 0);
    return found;
}

/* Wide text begins at an even offset from the start of the message. */
static struct text read_string(const struct message *m, struct block *b, struct arena *into)
{
    if (m->is_wide && (b->end - b->bytes.left) % 2 && b->bytes.left)
        cursor_skip(&b->bytes, 1);
    if (m->is_wide)
        return wide_text(wide_string(&b->bytes), WIDE_LITTLE, into);
    return text_from_wire(narrow_string(&b->bytes), into);
}

static void read_negotiate(const struct message *m, struct block b, struct dissection *out)
{
    static const char source[] = "smb negotiate";

    if (!m->is_response || b.count != WORDS_NEGOTIATED || cursor_u16le(&b.words) == NO_DIALECT)
        return;
    uint8_t security = cursor_u8(&b.words);
    cursor_skip(&b.words, 2 + 2 + 4 + 4 + 4); /* limits, session */
    uint32_t capabilities = cursor_u32le(&b.words);
    dissection_state(out, &out->sender, FIELD_profile, TEXT("SMB 1"), source, CONFIDENCE_BANNER);
    dissection_state(out, &out->sender, FIELD_security, TEXT("SMB 1"), source, CONFIDENCE_BANNER);
    dissection_state(out, &out->sender, FIELD_security,
                     security & SECURITY_SIGNED ? TEXT("SMB signing required")
                                                : TEXT("SMB signing not required"),
                     source, CONFIDENCE_BANNER);
    if (capabilities >> EXTENDED_SECURITY_BIT) {
        cursor_skip(&b.bytes, 16); /* identity of the server */
        gss_state(out, b.bytes, source);
    }
}

static void state_software(const struct message *m, struct block *b, struct dissection *out)
{
    struct text os = read_string(m, b, out->arena), software = read_string(m, b, out->arena);

    dissection_state(out, &out->sender, FIELD_os, os, source_setup, CONFIDENCE_BANNER);
    dissection_state(out, &out->sender,
                     m->is_response ? FIELD_server_software : FIELD_client_software, software,
                     source_setup, CONFIDENCE_BANNER);
}

static void read_setup_extended(const struct message *m, struct block b, struct dissection *out)
{
    if (m->is_response)
        cursor_skip(&b.words, 4 + 2); /* the next command, what was done */
    else
        cursor_skip(&b.words, 4 + 2 + 2 + 2 + 4); /* the next command, limits, session */
    struct cursor token = cursor_split(&b.bytes, cursor_u16le(&b.words));
    gss_state(out, token, source_setup);
    state_software(m, &b, out);
}

/* With the password as it is, or with responses to the challenge; neither is kept. */
static void read_setup_request(const struct message *m, struct block b, struct dissection *out)
{
    cursor_skip(&b.words, 4 + 2 + 2 + 2 + 4); /* the next command, limits, session */
    size_t narrow = cursor_u16le(&b.words), wide = cursor_u16le(&b.words);
    cursor_skip(&b.bytes, narrow + wide);
    struct text user = read_string(m, &b, out->arena);
    struct text domain = read_string(m, &b, out->arena);

    dissection_state(out, &out->sender, FIELD_user, user, source_setup, CONFIDENCE_BANNER);
    dissection_state(out, &out->sender, FIELD_domain, domain, source_setup, CONFIDENCE_ASKED);
    state_software(m, &b, out);
}

static void read_setup_response(const struct message *m, struct block b, struct dissection *out)
{
    state_software(m, &b, out);
    dissection_state(out, &out->sender, FIELD_domain, read_string(m, &b, out->arena), source_setup,
                     CONFIDENCE_BANNER);
}

static void read_session_setup(const struct message *m, struct block b, struct dissection *out)
{
    static const struct {
        bool is_response;
        uint8_t words;
        void (*read)(const struct message *m, struct block b, struct dissection *out);
    } forms[] = {
        { false, WORDS_SETUP, read_setup_request },
        { false, WORDS_SETUP_EXTENDED, read_setup_extended },
        { true, WORDS_SETUP_DONE, read_setup_response },
        { true, WORDS_SETUP_DONE_EXTENDED, read_setup_extended },
    };

    for (size_t i = 0; i < COUNT_OF(forms); i++)
        if (forms[i].is_response == m->is_response && forms[i].words == b.count)
            forms[i].read(m, b, out);
}

static void read_tree_connect(const struct message *m, struct block b, struct dissection *out)
{
    if (m->is_response)
        return;
    cursor_skip(&b.words, 4 + 2);                  /* the next command, flags */
    cursor_skip(&b.bytes, cursor_u16le(&b.words)); /* the password of the share */
    dissection_state(out, &out->receiver, FIELD_share, read_string(m, &b, out->arena),
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

static void read_write(const struct message *m, struct block b, struct dissection *out)
{
    cursor_skip(&b.words, 4); /* the next command */
    uint16_t file = cursor_u16le(&b.words);
    cursor_skip(&b.words, 4 + 4 + 2 + 2 + 2); /* where, how long it may take, how, how much */
    uint16_t length = cursor_u16le(&b.words), offset = cursor_u16le(&b.words);
    if (!m->is_response && cursor_ok(&b.words))
        smb_pipe_read(out, smb_channel(file), bytes_at(m, offset, length));
}

static void read_read(const struct message *m, struct block b, struct dissection *out)
{
    cursor_skip(&b.words, 4); /* the next command */
    if (!m->is_response) {
        uint16_t file = cursor_u16le(&b.words);
        smb_pipe_asked(out, smb_channel(file), m->key);
        return;
    }
    cursor_skip(&b.words, 2 + 2 + 2); /* what is left */
    uint16_t length = cursor_u16le(&b.words), offset = cursor_u16le(&b.words);
    smb_pipe_answered(out, m->key, bytes_at(m, offset, length));
}

/* Written and read at once.  The answer does not repeat on which pipe. */
static void read_transaction(const struct message *m, struct block b, struct dissection *out)
{
    enum { TRANSACT_PIPE = 0x26 };

    if (m->is_response)
        cursor_skip(&b.words, 3 * 2 + 3 * 2); /* totals, parameters */
    else
        cursor_skip(&b.words, 4 * 2 + 2 + 2 + 4 + 2 + 2 * 2); /* limits, flags, parameters */
    uint16_t length = cursor_u16le(&b.words), offset = cursor_u16le(&b.words);
    struct cursor data = bytes_at(m, offset, length);
    if (m->is_response) {
        smb_pipe_answered(out, m->key, data);
        return;
    }
    cursor_skip(&b.words, 2); /* how much set-up */
    uint16_t function = cursor_u16le(&b.words), file = cursor_u16le(&b.words);
    if (function != TRANSACT_PIPE || !cursor_ok(&b.words))
        return;
    smb_pipe_read(out, smb_channel(file), data);
    smb_pipe_asked(out, smb_channel(file), m->key);
}

static const struct {
    uint8_t command;
    void (*read)(const struct message *m, struct block b, struct dissection *out);
} readers[] = {
    { NEGOTIATE, read_negotiate },
    { SESSION_SETUP, read_session_setup },
    { TREE_CONNECT, read_tree_connect },
    { TRANSACTION, read_transaction },
    { READ, read_read },
    { WRITE, read_write },
};

static void count(const struct message *m, uint8_t command, struct block b, struct dissection *out)
{
    enum message_kind kind = m->is_refusal ? MESSAGE_REFUSAL : MESSAGE_RESPONSE;

    if (command == CREATE && m->is_response)
        smb_count_created(out, kind, m->key, SMB_1, CREATE);
    else if (command == CREATE)
        smb_count_create(out, read_string(m, &b, out->arena), m->key, SMB_1, CREATE);
    else
        dissection_operation(out, &smb_protocol, m->is_response ? kind : MESSAGE_REQUEST, SMB_1,
                             command);
}

static void read_command(const struct message *m, uint8_t command, struct block b,
                         struct dissection *out)
{
    count(m, command, b, out);
    for (size_t i = 0; i < COUNT_OF(readers); i++)
        if (readers[i].command == command)
            readers[i].read(m, b, out);
}

/* Commands that another one may follow in the same message. */
static bool is_chainable(uint8_t command)
{
    static const uint8_t commands[] = { 0x24, 0x2d, 0x2e, 0x2f, 0x73, 0x74, 0x75, 0xa2 };

    for (size_t i = 0; i < COUNT_OF(commands); i++)
        if (commands[i] == command)
            return true;
    return false;
}

/* The command behind this one, and a cursor at it; NO_MORE at the end of the batch. */
static uint8_t next_command(const struct message *m, uint8_t command, struct block b,
                            struct cursor *at)
{
    uint8_t next = cursor_u8(&b.words);

    cursor_skip(&b.words, 1);
    uint16_t offset = cursor_u16le(&b.words);
    if (!is_chainable(command) || !cursor_ok(&b.words) || offset < HEAD_BYTES)
        return NO_MORE;
    *at = m->whole;
    cursor_skip(at, offset);
    return next;
}

static struct message read_head(struct cursor *c)
{
    struct message m = { .whole = *c };

    cursor_skip(c, 4); /* mark */
    m.command = cursor_u8(c);
    m.status = cursor_u32le(c);
    m.is_response = cursor_u8(c) & FLAG_RESPONSE;
    uint16_t flags = cursor_u16le(c);
    m.is_wide = flags & FLAG2_UNICODE;
    m.is_refusal = flags & FLAG2_NT_STATUS ? smb_is_refusal(m.status) : m.status != 0;
    cursor_skip(c, 2 + 8 + 2 + 2); /* process, signature, reserved, tree */
    m.key = cursor_u16le(c);       /* process */
    cursor_skip(c, 2);             /* user */
    m.key |= (uint32_t)cursor_u16le(c) << 16;
    return m;
}

void smb1_read(struct cursor whole, struct dissection *out)
{
    struct cursor at = whole;
    struct message m = read_head(&at);
    uint8_t command = m.command;

    out->direction = m.is_response ? DIRECTION_FROM_SERVER : DIRECTION_FROM_CLIENT;
    for (unsigned i = 0; i < BATCH_MOST && command != NO_MORE && cursor_ok(&at); i++) {
        struct block b = read_block(&m, &at);
        read_command(&m, command, b, out);
        command = m.is_refusal ? (uint8_t)NO_MORE : next_command(&m, command, b, &at);
    }
}
