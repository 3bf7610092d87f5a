#include "cli/sensor_print.h"

#include <stdio.h>
#include <unistd.h>

#include "base/json.h"

enum { SECOND_US = 1000000, BITS = 8 };

/* A line is one write, so that lines of several programs do not mix. */
static void put_line(int fd, struct buffer *line)
{
    buffer_char(line, '\n');
    line->drain_to = fd;
    if (buffer_flush(line) < 0)
        line->length = 0; /* who closed it does not want to know */
    buffer_free(line);
}

static void begin_object(struct json *j, const char *event, const char *interface)
{
    json_object(j, NULL);
    json_string(j, "format", "bulkhead-sensor/1");
    json_moment(j, "at", moment_now());
    json_string(j, "event", event);
    json_string(j, "interface", interface);
}

static void status_json(struct buffer *line, const struct sensor_print *how,
                        const struct listener_status *s)
{
    struct json j = json_to(line);

    begin_object(&j, "status", s->interface);
    json_real(&j, "seconds", (double)s->interval / SECOND_US);
    json_unsigned(&j, "packets", s->packets);
    json_unsigned(&j, "bytes", s->bytes);
    json_unsigned(&j, "kept", s->kept);
    json_bool(&j, "down", s->down);
    json_object(&j, "run");
    json_moment(&j, "from", s->run->from);
    json_unsigned(&j, "dropped", s->run->dropped);
    json_unsigned(&j, "missed", s->run->missed);
    json_unsigned(&j, "not_kept", s->run->not_kept);
    json_real(&j, "down_seconds", (double)s->run->down / SECOND_US);
    json_object_end(&j);
    json_unsigned(&j, "ring_bytes", s->ring_bytes);
    json_unsigned(&j, "ring_files", s->ring_files);
    json_unsigned(&j, "devices", how->devices);
    json_object_end(&j);
}

static void status_text(struct buffer *line, const struct sensor_print *how,
                        const struct listener_status *s)
{
    double seconds = s->interval > 0 ? (double)s->interval / SECOND_US : 1;

    buffer_format(line, "%s: %.0f packets/s, %.2f Mbit/s", s->interface,
                  (double)s->packets / seconds, (double)s->bytes * BITS / seconds / 1e6);
    if (s->down)
        buffer_string(line, ", down");
    buffer_format(line, "; lost in this run: %llu by the kernel, %llu by the card",
                  (unsigned long long)s->run->dropped, (unsigned long long)s->run->missed);
    if (s->ring_files || s->run->not_kept)
        buffer_format(line, "; kept %.1f MiB in %u files, not kept %llu packets",
                      (double)s->ring_bytes / (1 << 20), s->ring_files,
                      (unsigned long long)s->run->not_kept);
    buffer_format(line, "; %zu devices", how->devices);
}

void sensor_print_status(const struct sensor_print *how, const struct listener_status *status)
{
    struct buffer line = BUFFER_KEPT;

    if (how->quiet && !how->json)
        return;
    (how->json ? status_json : status_text)(&line, how, status);
    put_line(how->json ? STDOUT_FILENO : STDERR_FILENO, &line);
}

void sensor_print_event(const struct sensor_print *how, const char *interface, const char *sentence)
{
    struct buffer line = BUFFER_KEPT;
    struct json j = json_to(&line);

    if (how->json) {
        begin_object(&j, "told", interface);
        json_string(&j, "sentence", sentence);
        json_object_end(&j);
    } else {
        buffer_format(&line, "bulkhead sensor: %s%s%s", interface ? interface : "",
                      interface ? ": " : "", sentence);
    }
    put_line(how->json ? STDOUT_FILENO : STDERR_FILENO, &line);
}
