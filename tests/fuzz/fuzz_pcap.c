/*
 * fuzz_pcap.c - capture files of every format and the frames in them.
 *
 * Aborts when a reader lends bytes outside the file, does not move forward, ends
 * before the end, or skips a frame without saying why.  What is no capture is
 * decoded as a frame of every link type, so that headers are reached without a
 * file around them.
 */
#include <stdlib.h>

#include "capture/decode.h"
#include "capture/fragment.h"
#include "capture/pcapng_write.h"
#include "target.h"

static void require(bool holds)
{
    if (!holds)
        abort();
}

/* AddressSanitizer watches the reads. */
static void touch(struct cursor bytes)
{
    volatile uint8_t sum = 0;

    while (bytes.left > 0)
        sum = (uint8_t)(sum ^ cursor_u8(&bytes));
}

static void check_decoded(const struct packet *p, struct fragments *f)
{
    struct decoded d;

    decode(p, f, &d);
    require((d.outcome == DECODE_SKIPPED) == (d.reason != NULL));
    require(!d.malformed || d.outcome == DECODE_SKIPPED);
    require(cursor_ok(&d.payload));
    touch(d.payload);
}

static void read_file(struct source *s, struct fragments *f)
{
    uint64_t before = source_position(s);
    struct packet p;

    while (source_next(s, &p)) {
        require(source_position(s) > before);
        require(p.length >= p.captured);
        before = source_position(s);
        check_decoded(&p, f);
    }
    require(s->rest.left == 0);
}

static void read_frame(const uint8_t *data, size_t size, struct fragments *f)
{
    static const uint16_t links[] = { LINK_ETHERNET, LINK_COOKED, LINK_COOKED2, LINK_NULL,
                                      LINK_LOOP,     LINK_RAW,    LINK_IPV4,    LINK_IPV6 };

    for (size_t i = 0; i < COUNT_OF(links); i++) {
        struct packet p = { data, (uint32_t)size, (uint32_t)size, 0, links[i] };
        check_decoded(&p, f);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fragments *f = fragments_create();
    struct source s;
    struct problem why;

    if (source_over(&s, cursor_over(data, size), "input", &why) == 0) {
        read_file(&s, f);
        source_close(&s);
    } else {
        require(why.code < 0 && why.what[0] != 0);
        read_frame(data, size, f);
    }
    fragments_destroy(f);
    return 0;
}

void target_seeds(struct seeds *seeds)
{
    static const uint8_t frame[60] = { 2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0, 0x45 };
    struct pcapng_interface of = { "eth1", LINK_ETHERNET, 65535 };
    struct packet p = { frame, sizeof frame, sizeof frame, 1, LINK_ETHERNET };
    struct buffer file = BUFFER_KEPT;

    pcapng_put_start(&file, &of);
    pcapng_put_packet(&file, &p);
    seeds_add(seeds, cursor_over(file.at, file.length));
    seeds_add(seeds, cursor_over(frame, sizeof frame));
    buffer_free(&file);
}
