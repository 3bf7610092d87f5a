/*
 * workload.c - captures for the benchmark, the same ones every time.
 *
 *     workload plant|polls|enterprise PACKETS >FILE.pcap
 *
 * What is said stands in talks.h. Connections open with a handshake; some stay, others end after a
 * few exchanges and a new one opens from another port. Checksums are left zero, as by network cards.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "talks.h"

enum { FIN = 1, SYN = 2, PSH = 8, ACK = 16, PORT_FIRST = 32768, PORTS = 28000 };

struct connection {
    uint32_t client, server, sequence[2], exchanges;
    uint16_t client_port, server_port, turn;
};

static uint64_t written, wanted, dice = 0x62443;
static uint8_t frame[1600];
static uint32_t length, next_port;

static struct connection connections[TALKS][CONNECTIONS_MOST];

static uint32_t roll(uint32_t below)
{
    dice = dice * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(dice >> 33) % below;
}

static void put(const void *bytes, uint32_t count)
{
    memcpy(frame + length, bytes, count);
    length += count;
}

static void number(uint32_t value, int bytes)
{
    while (bytes-- > 0)
        frame[length++] = (uint8_t)(value >> 8 * bytes);
}

static void mac(uint32_t host)
{
    number(0x0200, 2);
    number(host, 4);
}

/* 20 000 packets a second. */
static void send_frame(void)
{
    while (length < 60)
        frame[length++] = 0;
    uint32_t head[4] = { 1767254400 + (uint32_t)(written / 20000), (uint32_t)(written % 20000) * 50,
                         length, length };
    if (written < wanted) {
        fwrite(head, sizeof head, 1, stdout);
        fwrite(frame, length, 1, stdout);
        written++;
    }
    length = 0;
}

static void ip(uint32_t source, uint32_t target, uint32_t protocol, uint32_t behind)
{
    mac(target);
    mac(source);
    number(0x0800, 2);
    number(0x4500, 2);
    number(20 + behind, 2);
    number((uint32_t)written & 0xffff, 2);
    number(0x4000, 2);
    number(64u << 8 | protocol, 2);
    number(0, 2);
    number(source, 4);
    number(target, 4);
}

static void say(const struct message *m, uint16_t turn)
{
    uint32_t at = length + m->counter_at;
    uint16_t shifted = (uint16_t)(turn << 1), value = m->counter == COUNTER_SHIFTED ? shifted : turn;

    put(m->bytes, m->length);
    if (m->counter == COUNTER_NONE)
        return;
    frame[at] = (uint8_t)(m->counter == COUNTER_BIG ? value >> 8 : value);
    frame[at + 1] = (uint8_t)(m->counter == COUNTER_BIG ? value : value >> 8);
}

static void tcp(struct connection *c, bool back, unsigned flags, const struct message *m)
{
    ip(back ? c->server : c->client, back ? c->client : c->server, 6, 20 + m->length);
    number(back ? c->server_port : c->client_port, 2);
    number(back ? c->client_port : c->server_port, 2);
    number(c->sequence[back], 4);
    number(flags & ACK ? c->sequence[!back] : 0, 4);
    number(5u << 12 | flags, 2);
    number(64240, 2);
    number(0, 4);
    say(m, c->turn);
    c->sequence[back] += m->length + ((flags & (SYN | FIN)) != 0);
    send_frame();
}

static void empty(struct connection *c, bool back, unsigned flags)
{
    tcp(c, back, flags, &(struct message){ .bytes = nothing });
}

static void udp(struct connection *c, bool back, const struct message *m)
{
    ip(back ? c->server : c->client, back ? c->client : c->server, 17, 8 + m->length);
    number(back ? c->server_port : c->client_port, 2);
    number(back ? c->client_port : c->server_port, 2);
    number(8 + m->length, 2);
    number(0, 2);
    say(m, c->turn);
    send_frame();
}

static void plain_frame(struct connection *c, bool back, const struct message *m)
{
    mac(back ? c->client : c->server);
    mac(back ? c->server : c->client);
    number(c->server_port, 2);
    say(m, c->turn);
    send_frame();
}

static void open_connection(const struct talk *t, struct connection *c)
{
    c->client_port = (uint16_t)(PORT_FIRST + next_port++ % PORTS);
    c->sequence[0] = roll(1u << 30);
    c->sequence[1] = roll(1u << 30);
    c->exchanges = 0;
    if (t->over != TALK_TCP)
        return;
    empty(c, false, SYN);
    empty(c, true, SYN | ACK);
    empty(c, false, ACK);
    if (t->greeting.length)
        tcp(c, false, PSH | ACK, &t->greeting);
}

static void close_connection(const struct talk *t, struct connection *c)
{
    if (t->over != TALK_TCP)
        return;
    empty(c, false, FIN | ACK);
    empty(c, true, FIN | ACK);
    empty(c, false, ACK);
}

static void exchange_tcp(const struct talk *t, struct connection *c)
{
    const struct message full = { .bytes = t->segment, .length = SEGMENT };

    tcp(c, false, PSH | ACK, &t->request);
    tcp(c, true, PSH | ACK, &t->answer);
    for (uint32_t i = 1; i <= t->segments; i++) {
        tcp(c, true, ACK, &full);
        if (i % 2 == 0)
            empty(c, false, ACK);
    }
    if (t->acknowledged && c->turn % 2)
        empty(c, false, ACK);
}

static void exchange(const struct talk *t, struct connection *c)
{
    void (*const send)(struct connection *, bool, const struct message *) =
        t->over == TALK_UDP ? udp : plain_frame;

    if (t->exchanges && c->exchanges == t->exchanges) {
        close_connection(t, c);
        open_connection(t, c);
    }
    c->turn++;
    c->exchanges++;
    if (t->over == TALK_TCP) {
        exchange_tcp(t, c);
        return;
    }
    send(c, false, &t->request);
    send(c, true, &t->answer);
}

static void arp(uint32_t from, uint32_t to)
{
    mac(to);
    mac(from);
    put((const uint8_t[]){ 8, 6, 0, 1, 8, 0, 6, 4, 0, 2 }, 10);
    mac(from);
    number(from, 4);
    mac(to);
    number(to, 4);
    send_frame();
}

static void lldp(uint32_t from)
{
    put((const uint8_t[]){ 1, 0x80, 0xc2, 0, 0, 0x0e }, 6);
    mac(from);
    put((const uint8_t[]){ 0x88, 0xcc, 2, 7, 4 }, 5);
    mac(from);
    put((const uint8_t[]){ 4, 2, 7, '1', 6, 2, 0, 120, 10, 6, 's', 'w', 'i', 't', 'c', 'h', 0, 0 }, 18);
    send_frame();
}

static void take_turn(enum mix mix)
{
    uint32_t luck = roll(1000);

    for (uint32_t row = 0; row < TALKS; row++) {
        const struct share *share = &talks[row].in[mix];
        if (luck < share->weight) {
            exchange(&talks[row], &connections[row][roll(share->connections)]);
            return;
        }
        luck -= share->weight;
    }
    if (luck % 3)
        arp(0x0a290800 + roll(250), 0x0a290000 + roll(40));
    else
        lldp(0x0a29f000 + roll(24));
}

/* Some forty clients poll some two hundred devices in each kind of talk. */
static void open_all(enum mix mix)
{
    for (uint32_t row = 0; row < TALKS; row++)
        for (uint32_t i = 0; i < talks[row].in[mix].connections; i++) {
            struct connection *c = &connections[row][i];
            *c = (struct connection){ .client = 0x0a290000 + row * 0x1000 + i % 40,
                                      .server = 0x0a290800 + row * 0x1000 + i % 250,
                                      .server_port = talks[row].port };
            open_connection(&talks[row], c);
        }
}

/* Source: IEEE 1815-2012, 9.2.4.3. */
static void seal(uint8_t *block, uint32_t bytes)
{
    uint16_t sum = 0;

    for (uint32_t i = 0; i < bytes; i++) {
        sum ^= block[i];
        for (int bit = 0; bit < 8; bit++)
            sum = (uint16_t)(sum & 1 ? sum >> 1 ^ 0xa6bc : sum >> 1);
    }
    block[bytes] = (uint8_t)~sum;
    block[bytes + 1] = (uint8_t)(~sum >> 8);
}

static void seal_dnp3(void)
{
    seal(dnp3_classes, 8);
    seal(dnp3_classes + 10, sizeof dnp3_classes - 12);
    seal(dnp3_empty, 8);
    seal(dnp3_empty + 10, sizeof dnp3_empty - 12);
}

static enum mix mix_of(const char *name)
{
    static const char *const names[MIXES] = { "plant", "polls", "enterprise" };
    enum mix mix = 0;

    while (mix < MIXES && strcmp(names[mix], name) != 0)
        mix++;
    return mix;
}

int main(int count, char **arguments)
{
    const uint32_t header[6] = { 0xa1b2c3d4, 4u << 16 | 2, 0, 0, 262144, 1 };
    enum mix mix = count == 3 ? mix_of(arguments[1]) : MIXES;

    wanted = mix < MIXES ? strtoull(arguments[2], NULL, 10) : 0;
    if (!wanted) {
        fputs("usage: workload plant|polls|enterprise PACKETS >FILE.pcap\n", stderr);
        return 2;
    }
    seal_dnp3();
    fwrite(header, sizeof header, 1, stdout);
    open_all(mix);
    while (written < wanted)
        take_turn(mix);
    return fflush(stdout) != 0;
}
