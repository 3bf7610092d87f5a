/*
 * fuzz_record.c - what a sensor that has been taken over could send into its pipe.
 *
 * The stream comes in pieces, as a pipe gives them.  Aborts when it ends without
 * a sentence, or when what was taken cannot be written again.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "sensor/record.h"
#include "target.h"

enum { PIECE = 4096 }; /* below what a pipe takes at once */

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void write_again(const struct observed *taken)
{
    struct buffer out = BUFFER_KEPT;

    record_write_rows(&out, taken);
    require(out.length > 0);
    buffer_free(&out);
}

static int feed(struct record_inflow *flow, int into_pipe, struct cursor rest,
                struct observed *taken, struct problem *why)
{
    int rc = 0;

    while (rc == 0 && rest.left > 0) {
        struct cursor piece = cursor_split(&rest, rest.left < PIECE ? rest.left : PIECE);
        require(write(into_pipe, piece.next, piece.left) == (ssize_t)piece.left);
        rc = record_inflow_read(flow, 0, (struct record_observer){ 0 }, taken, why);
    }
    return rc;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct observed taken;
    struct problem why = { 0 };
    int ends[2];

    require(pipe(ends) == 0);
    observed_init(&taken);
    *array_add(&taken.captures) = (struct capture){ 0 };
    struct record_inflow *flow = record_inflow_begin(ends[0]);
    int rc = feed(flow, ends[1], cursor_over(data, size), &taken, &why);
    require(rc >= 0 || (why.code < 0 && why.what[0] != 0));
    if (rc == 1)
        write_again(&taken);
    record_inflow_end(flow);
    observed_finish(&taken);
    close(ends[0]);
    close(ends[1]);
    return 0;
}

/* ---- seeds: records as our own writer makes them ---- */

static void fill(struct observed *o)
{
    const uint8_t ip[4] = { 10, 0, 0, 1 }, mac[6] = { 0, 0x1b, 0x1b, 1, 2, 3 };

    observed_init(o);
    *array_add(&o->captures) = (struct capture){ .packets = 3, .bytes = 300, .first = 1 };
    *array_add(&o->bindings) = (struct binding){
        .mac = address_mac(mac), .ip = address_ipv4(ip), .how = BINDING_arp, .count = 2
    };
    *array_add(&o->facts) = (struct fact){ .about = address_ipv4(ip),
                                           .part = TEXT("slot 2"),
                                           .field = FIELD_model,
                                           .value = TEXT("CPU 315"),
                                           .source = TEXT("s7comm szl"),
                                           .confidence = 95,
                                           .count = 1 };
    struct conversation *c = array_add(&o->conversations);
    *c = (struct conversation){ .client = address_ipv4(ip),
                                .server = address_ipv4(ip),
                                .transport = TRANSPORT_TCP,
                                .port = 502,
                                .protocol = TEXT("modbus"),
                                .packets = 3 };
    *array_add(&c->operations) = (struct operation_count){ .protocol = TEXT("modbus"),
                                                           .code = TEXT("43/14"),
                                                           .name = TEXT("read identification"),
                                                           .class = CLASS_ident,
                                                           .requests = 2 };
    *array_add(&o->skips) = (struct skip){ .reason = TEXT("odd"), .count = 4, .first_frame = 2 };
    *array_add(&o->protocols) = (struct protocol_count){ .name = TEXT("modbus"), .messages = 3 };
}

/* All together, and each record by itself: it says how long it is. */
static void add_records(struct seeds *seeds, const struct buffer *all)
{
    enum { HEAD = 5 };
    struct cursor rest = cursor_over(all->at, all->length);

    seeds_add(seeds, rest);
    while (rest.left > 0) {
        struct cursor ahead = rest;
        seeds_add(seeds, cursor_split(&rest, (size_t)cursor_u32le(&ahead) + HEAD));
    }
}

void target_seeds(struct seeds *seeds)
{
    struct progress progress = { 1, 2, 3 };
    struct problem problem;
    struct buffer bytes = BUFFER_KEPT;
    struct observed rows;

    fill(&rows);
    record_write_progress(&bytes, &progress);
    record_write_rows(&bytes, &rows);
    (void)!problem_set(&problem, -EIO, "a problem of the sensor");
    record_write_problem(&bytes, &problem);
    add_records(seeds, &bytes);
    observed_finish(&rows);
    buffer_free(&bytes);
}
