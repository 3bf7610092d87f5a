/*
 * workload.c - a capture of a busy plant, the same one every time.
 *
 *     workload PACKETS >plant.pcap
 *
 * Modbus polls on 500 connections are half of the turns; the rest is S7comm, DNP3,
 * bulk transfers in full segments, DNS, HTTP, TLS, ARP and LLDP. Connections open
 * with a handshake and stay. Checksums are left zero, as by network cards.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SYN = 2, PSH = 8, ACK = 16, CONNECTIONS_MOST = 512, SEGMENT = 1460 };

struct message {
    const uint8_t *bytes;
    uint32_t length;
    bool counts;
    uint32_t turn_at; /* where its counter of 16 bits stands */
};

struct connection {
    uint32_t client, server, sequence[2];
    uint16_t client_port, server_port, turn;
};

static uint64_t written, wanted, dice = 0x62443;
static uint8_t frame[1600];
static uint32_t length;

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

static void tcp(struct connection *c, bool back, unsigned flags, struct message m)
{
    ip(back ? c->server : c->client, back ? c->client : c->server, 6, 20 + m.length);
    number(back ? c->server_port : c->client_port, 2);
    number(back ? c->client_port : c->server_port, 2);
    number(c->sequence[back], 4);
    number(flags & ACK ? c->sequence[!back] : 0, 4);
    number(5u << 12 | flags, 2);
    number(64240, 2);
    number(0, 4);
    uint32_t at = length;
    put(m.bytes, m.length);
    if (m.counts) {
        frame[at + m.turn_at] = (uint8_t)(c->turn >> 8);
        frame[at + m.turn_at + 1] = (uint8_t)c->turn;
    }
    c->sequence[back] += m.length + ((flags & SYN) != 0);
    send_frame();
}

static void udp(struct connection *c, bool back, struct message m)
{
    ip(back ? c->server : c->client, back ? c->client : c->server, 17, 8 + m.length);
    number(back ? c->server_port : c->client_port, 2);
    number(back ? c->client_port : c->server_port, 2);
    number(8 + m.length, 2);
    number(0, 2);
    put(m.bytes, m.length);
    send_frame();
}

/* ---- what is said: one exchange of each kind ---- */

#define BYTES(...) .bytes = (const uint8_t[]){ __VA_ARGS__ }, .length = sizeof((const uint8_t[]){ __VA_ARGS__ })
#define TEXT(text) .bytes = (const uint8_t *)(text), .length = sizeof(text) - 1

static const uint8_t bulk[SEGMENT];

/* DNP3 frames; their checksums are filled in when the program starts. */
static uint8_t classes[27] = { 5, 0x64, 20, 0xc4, 10, 0, 1, 0, 0, 0, 0xc0, 0xc0, 1, 60, 2, 6, 60, 3, 6,
                               60, 4, 6, 60, 1, 6 };
static uint8_t empty[17] = { 5, 0x64, 10, 0x44, 1, 0, 10, 0, 0, 0, 0xc0, 0xc0, 0x81, 0, 0 };

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

static const struct kind {
    uint16_t port;
    bool is_udp;
    uint32_t connections, weight; /* weight: of 1000 turns */
    int repeats;                  /* of the answer, each but the first acknowledged */
    struct message request, answer;
} kinds[] = {
    { 502, false, 500, 540, 1, /* Modbus: read 20 registers */
      { BYTES(1, 1, 0, 0, 0, 6, 1, 3, 0, 0, 0, 20), .counts = true },
      { BYTES(1, 1, 0, 0, 0, 43, 1, 3, 40, [48] = 7), .counts = true } },
    { 102, false, 120, 180, 1, /* S7comm: read 4 bytes of a data block */
      { BYTES(3, 0, 0, 31, 2, 0xf0, 0x80, 0x32, 1, 0, 0, 0, 0, 0, 14, 0, 0, 4, 1, 0x12, 10, 0x10, 2,
              0, 4, 0, 1, 0x84, 0, 0, 0), .counts = true, .turn_at = 11 },
      { BYTES(3, 0, 0, 29, 2, 0xf0, 0x80, 0x32, 3, 0, 0, 0, 0, 0, 2, 0, 8, 0, 0, 4, 1, 0xff, 4, 0, 32,
              0, 0, 0, 0), .counts = true, .turn_at = 11 } },
    { 20000, false, 60, 80, 1, /* DNP3: read classes 1, 2, 3 and 0; an empty answer */
      { .bytes = classes, .length = sizeof classes }, { .bytes = empty, .length = sizeof empty } },
    { 4870, false, 40, 12, 24, { TEXT("more") }, { .bytes = bulk, .length = SEGMENT } },
    { 80, false, 80, 50, 1,
      { TEXT("GET /status HTTP/1.1\r\nHost: historian\r\nUser-Agent: panel\r\n\r\n") },
      { TEXT("HTTP/1.1 200 OK\r\nServer: cell\r\nContent-Length: 11\r\n\r\nlevel 41.25") } },
    { 443, false, 80, 60, 1,
      { BYTES(0x17, 3, 3, 0, 120, [124] = 9) }, { BYTES(0x17, 3, 3, 2, 0, [516] = 9) } },
    { 53, true, 100, 50, 1,
      { BYTES(0, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 9, 'h', 'i', 's', 't', 'o', 'r', 'i', 'a', 'n', 0, 0,
              1, 0, 1) },
      { BYTES(0, 7, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0, 9, 'h', 'i', 's', 't', 'o', 'r', 'i', 'a', 'n',
              0, 0, 1, 0, 1, 0xc0, 12, 0, 1, 0, 1, 0, 0, 14, 16, 0, 4, 10, 41, 4, 5) } },
};

enum { KINDS = sizeof kinds / sizeof *kinds };

static struct connection connections[KINDS][CONNECTIONS_MOST];

static void exchange(const struct kind *k, struct connection *c)
{
    struct message nothing = { .bytes = bulk };

    c->turn++;
    if (k->is_udp) {
        udp(c, false, k->request);
        udp(c, true, k->answer);
        return;
    }
    tcp(c, false, PSH | ACK, k->request);
    for (int i = 0; i < k->repeats; i++) {
        tcp(c, true, PSH | ACK, k->answer);
        if (i)
            tcp(c, false, ACK, nothing);
    }
}

static void open_all(const struct kind *k, uint32_t row)
{
    for (uint32_t i = 0; i < k->connections; i++) {
        struct connection *c = &connections[row][i];
        *c = (struct connection){ .client = 0x0a290000 + row * 0x1000 + i % 40,
                                  .server = 0x0a290800 + row * 0x1000 + i % 250,
                                  .sequence = { roll(1u << 30), roll(1u << 30) },
                                  .client_port = (uint16_t)(40000 + i),
                                  .server_port = k->port };
        if (k->is_udp)
            continue;
        tcp(c, false, SYN, (struct message){ .bytes = bulk });
        tcp(c, true, SYN | ACK, (struct message){ .bytes = bulk });
        tcp(c, false, ACK, (struct message){ .bytes = bulk });
    }
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

static void take_turn(void)
{
    uint32_t luck = roll(1000);

    for (uint32_t row = 0; row < KINDS; row++) {
        if (luck < kinds[row].weight) {
            exchange(&kinds[row], &connections[row][roll(kinds[row].connections)]);
            return;
        }
        luck -= kinds[row].weight;
    }
    if (luck % 3)
        arp(0x0a290800 + roll(250), 0x0a290000 + roll(40));
    else
        lldp(0x0a29f000 + roll(24));
}

int main(int count, char **arguments)
{
    const uint32_t header[6] = { 0xa1b2c3d4, 4u << 16 | 2, 0, 0, 262144, 1 };

    wanted = count == 2 ? strtoull(arguments[1], NULL, 10) : 0;
    if (!wanted) {
        fputs("usage: workload PACKETS >FILE.pcap\n", stderr);
        return 2;
    }
    seal(classes, 8);
    seal(classes + 10, sizeof classes - 12);
    seal(empty, 8);
    seal(empty + 10, sizeof empty - 12);
    fwrite(header, sizeof header, 1, stdout);
    for (uint32_t row = 0; row < KINDS; row++)
        open_all(&kinds[row], row);
    while (written < wanted)
        take_turn();
    return fflush(stdout) != 0;
}
