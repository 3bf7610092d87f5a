/*
 * serve.c - the server and its pages, until it is told to stop.
 */
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>

#include "api/overview.h"
#include "api/server.h"
#include "cli/command.h"

static struct {
    const char *address, *port, *certificate, *key;
} chosen;

static const struct option options[] = {
    { "--address", OPTION_TEXT, &chosen.address, "A", "where to listen (127.0.0.1)" },
    { "--port", OPTION_TEXT, &chosen.port, "N", "the TCP port (62443); 0 takes a free one" },
    { "--tls-certificate", OPTION_TEXT, &chosen.certificate, "FILE",
      "PEM; needed beyond loopback, with a user in the plant" },
    { "--tls-key", OPTION_TEXT, &chosen.key, "FILE", "PEM; the certificate's key" },
    { 0 },
};

static int read_options(struct server_options *o, struct problem *why)
{
    uint64_t port = SERVER_PORT;

    if (chosen.port && !text_unsigned(text_of(chosen.port), UINT16_MAX, &port))
        return problem_set(why, -EINVAL, "--port %s: must be a whole number from 0 to 65535",
                           chosen.port);
    o->address = chosen.address ? chosen.address : "127.0.0.1";
    o->port = (uint16_t)port;
    o->certificate = chosen.certificate;
    o->key = chosen.key;
    return 0;
}

static uint32_t contradicting(const struct plant_view *v)
{
    uint32_t count = 0;

    for (ARRAY_EACH(const struct signal_result, s, &v->assessment.signals.results))
        count += s->signal->effect == SIGNAL_contradicts && s->state == SIGNAL_found;
    return count;
}

static void print_figures(const struct plant_view *v)
{
    const struct asset_figures f = asset_figures(v);
    const struct element_figure *all = &v->assessment.maturity.overall;

    printf("%zu assets: %zu OT, %zu IT, %zu IoT, %zu network, %zu unknown\n", f.total,
           f.by_class[ASSET_ot], f.by_class[ASSET_it], f.by_class[ASSET_iot],
           f.by_class[ASSET_network], f.by_class[ASSET_unknown]);
    printf("%" PRIu32 " of %" PRIu32 " applicable requirements supported at their target\n",
           all->states[REQUIREMENT_at_target], all->applicable);
    printf("%" PRIu32 " signals contradict the program\n", contradicting(v));
}

static void announce(const struct server *server)
{
    struct plant_view *v = server_view(server);

    print_figures(v);
    plant_view_release(v);
    printf("Serving %s (Ctrl-C ends)\n", server_url(server));
    fflush(stdout);
}

/* Threads inherit the mask, so that the signals wait for server_wait. */
static void hold_signals(void)
{
    sigset_t held;

    sigemptyset(&held);
    sigaddset(&held, SIGINT);
    sigaddset(&held, SIGTERM);
    sigprocmask(SIG_BLOCK, &held, NULL);
    signal(SIGPIPE, SIG_IGN);
}

static int run(const struct command *self, struct arguments given)
{
    struct problem why = { 0 };
    struct server *server = NULL;
    struct server_options o = { 0 };

    if (options_parse(options, &given, 1, 1, &why) < 0 || read_options(&o, &why) < 0)
        return command_misused(self, &why);
    o.plant = given.items[0];
    hold_signals();
    if (server_start(&o, &server, &why) < 0)
        return command_fails(self, &why);
    announce(server);
    server_wait(server);
    server_stop(server);
    return EXIT_DONE;
}

const struct command serve_command = {
    .name = "serve",
    .usage = "PLANT [--address A] [--port N] [--tls-certificate FILE --tls-key FILE]",
    .help = "The pages and the HTTP interface of a plant",
    .about = "On loopback a plant without users asks nobody to log in; one with users ('bulkhead "
             "user')\n"
             "asks everybody. Any other address needs a certificate, its key and a user: it is TLS "
             "there.",
    .run = run,
    .options = options,
};
