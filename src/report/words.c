#include "report/words.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/buffer.h"
#include "report/html.h"

static const int64_t second_us = 1000000, day_us = 86400 * second_us;

static const char *const severities[] = {
    [SEVERITY_note] = "note",
    [SEVERITY_low] = "low",
    [SEVERITY_medium] = "medium",
    [SEVERITY_high] = "high",
};

static const char *const requirement_states[REQUIREMENT_STATE_COUNT] = {
    [REQUIREMENT_at_target] = "met",
    [REQUIREMENT_below_target] = "below target",
    [REQUIREMENT_no_target] = "no target set",
    [REQUIREMENT_not_assessed] = "not assessed",
    [REQUIREMENT_not_applicable] = "not applicable",
};

static const char *const evidence_states[EVIDENCE_STATE_COUNT] = {
    [EVIDENCE_counting] = "counts",
    [EVIDENCE_expired] = "expired",
    [EVIDENCE_not_yet] = "dated after this report",
    [EVIDENCE_file_missing] = "file is missing",
    [EVIDENCE_file_altered] = "file was altered",
};

static const char *const measure_states[MEASURE_STATE_COUNT] = {
    [MEASURE_counting] = "counts",
    [MEASURE_expired] = "expired",
    [MEASURE_untested] = "never tested",
    [MEASURE_ineffective] = "not effective",
    [MEASURE_contradicted] = "contradicted by traffic",
};

static const char *const edge_states[EDGE_STATE_COUNT] = {
    [EDGE_allowed_seen] = "allowed and seen",
    [EDGE_allowed_unseen] = "allowed, never seen",
    [EDGE_seen_not_allowed] = "seen, not allowed",
};

const char *severity_word(enum severity severity)
{
    return severities[severity];
}

const char *requirement_state_word(enum requirement_state state)
{
    return requirement_states[state];
}

const char *evidence_state_word(enum evidence_state state)
{
    return evidence_states[state];
}

const char *measure_state_word(enum measure_state state)
{
    return measure_states[state];
}

const char *edge_state_word(enum edge_state state)
{
    return edge_states[state];
}

const char *signal_state_word(const struct signal_result *r)
{
    if (r->state == SIGNAL_no_data)
        return "nothing to look at";
    if (r->state == SIGNAL_clear)
        return "clear";
    return r->signal->effect == SIGNAL_supports ? "supports" : "contradicts";
}

static const char *formatted(struct arena *into, const char *format, ...) PRINTF_LIKE(2, 3);

static const char *formatted(struct arena *into, const char *format, ...)
{
    char words[256];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(words, sizeof words, format, arguments);
    va_end(arguments);
    return text_string(text_of(words), into);
}

const char *date_words(moment_us at, struct arena *into)
{
    char date[11];

    if (!at)
        return "-";
    moment_format_date(at, date);
    return text_string(text_of(date), into);
}

const char *minute_words(moment_us at, struct arena *into)
{
    char text[MOMENT_TEXT];

    if (!at)
        return "-";
    moment_format(at, text);
    return formatted(into, "%.10s %.5s UTC", text, text + 11);
}

const char *span_words(moment_us span, struct arena *into)
{
    int64_t seconds = span / second_us;

    if (seconds < 60)
        return formatted(into, "%" PRId64 " s", seconds);
    if (seconds < 3600)
        return formatted(into, "%" PRId64 " min %02" PRId64 " s", seconds / 60, seconds % 60);
    if (seconds < 2 * 86400)
        return formatted(into, "%" PRId64 " h %02" PRId64 " min", seconds / 3600,
                         seconds / 60 % 60);
    return formatted(into, "%" PRId64 " days %" PRId64 " h", seconds / 86400, seconds / 3600 % 24);
}

const char *day_count_words(moment_us from, moment_us to, struct arena *into)
{
    int64_t days = (to - from) / day_us;

    if (days == 0)
        return "today";
    if (days > 0)
        return formatted(into, "in %" PRId64 " day%s", days, days == 1 ? "" : "s");
    return formatted(into, "%" PRId64 " day%s ago", -days, days == -1 ? "" : "s");
}

struct text path_end(struct text path)
{
    while (path.length > 1 && path.at[path.length - 1] == '/')
        path.length--;
    for (size_t i = path.length; i > 0; i--)
        if (path.at[i - 1] == '/' && i < path.length)
            return (struct text){ path.at + i, path.length - i };
    return path;
}

const char *file_words(struct text path, struct arena *into)
{
    return text_string(path_end(path), into);
}

const char *address_words(const struct address *a, struct arena *into)
{
    char text[ADDRESS_TEXT];

    if (a->kind == ADDRESS_NONE)
        return "-";
    address_format(a, text);
    return text_string(text_of(text), into);
}

const char *sl_words(const uint8_t levels[FR_COUNT], struct arena *into)
{
    struct joined all = { BUFFER_KEPT, " " };
    unsigned sum = 0;

    for (size_t i = 0; i < FR_COUNT; i++) {
        join(&all, "%u", levels[i]);
        sum += levels[i];
    }
    const char *words = joined_words(&all, "", into);
    return sum ? words : "not set";
}

const char *service_words(const struct service *s, struct arena *into)
{
    struct joined all = { BUFFER_KEPT, " " };

    if (s->protocol.length)
        join(&all, "%.*s", SHOWN(s->protocol));
    if (s->transport != TRANSPORT_NONE)
        join(&all, "%s", transport_name(s->transport));
    if (s->port)
        join(&all, "%u", s->port);
    if (s->access)
        join(&all, "(%.*s)", SHOWN(access_names(s->access, into)));
    return joined_words(&all, "anything", into);
}

struct text zone_words(const struct zone *zone)
{
    return zone ? zone->id : TEXT("no zone");
}

void join(struct joined *j, const char *format, ...)
{
    char words[512];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(words, sizeof words, format, arguments);
    va_end(arguments);
    if (j->all.length)
        buffer_string(&j->all, j->between);
    buffer_string(&j->all, words);
}

const char *joined_words(struct joined *j, const char *otherwise, struct arena *into)
{
    const char *words = j->all.length ? text_string(buffer_view(&j->all), into) : otherwise;

    buffer_free(&j->all);
    return words;
}

const char *count_words(uint64_t count, const char *one, const char *many, struct arena *into)
{
    return formatted(into, "%" PRIu64 " %s", count, count == 1 ? one : many);
}
