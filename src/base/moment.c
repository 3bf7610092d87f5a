#define _GNU_SOURCE /* timegm */
#include "base/moment.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum { SECOND_US = 1000000 };

static const moment_us year_1 = -62135596800LL * SECOND_US;
static const moment_us year_10000 = 253402300800LL * SECOND_US;

moment_us moment_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return (moment_us)now.tv_sec * SECOND_US + now.tv_nsec / 1000;
}

static struct tm broken_down(moment_us at, long *fraction)
{
    if (at < year_1)
        at = year_1;
    if (at >= year_10000)
        at = year_10000 - 1;
    time_t second = at / SECOND_US;
    *fraction = (long)(at % SECOND_US);
    if (*fraction < 0) {
        *fraction += SECOND_US;
        second--;
    }
    struct tm parts = { 0 };
    gmtime_r(&second, &parts);
    return parts;
}

void moment_format(moment_us at, char out[MOMENT_TEXT])
{
    long fraction;
    struct tm p = broken_down(at, &fraction);
    char wide[96];

    snprintf(wide, sizeof wide, "%04d-%02d-%02dT%02d:%02d:%02d.%06ldZ", p.tm_year + 1900,
             p.tm_mon + 1, p.tm_mday, p.tm_hour, p.tm_min, p.tm_sec, fraction);
    memcpy(out, wide, MOMENT_TEXT - 1);
    out[MOMENT_TEXT - 1] = 0;
}

void moment_format_date(moment_us at, char out[11])
{
    char whole[MOMENT_TEXT];

    moment_format(at, whole);
    memcpy(out, whole, 10);
    out[10] = 0;
}

static bool digits(const char *at, int count, int *value)
{
    *value = 0;
    for (int i = 0; i < count; i++) {
        if (at[i] < '0' || at[i] > '9')
            return false;
        *value = *value * 10 + (at[i] - '0');
    }
    return true;
}

static bool parse_date(const char *s, struct tm *p)
{
    int year, month, day;

    if (!digits(s, 4, &year) || s[4] != '-' || !digits(s + 5, 2, &month) || s[7] != '-' ||
        !digits(s + 8, 2, &day))
        return false;
    *p = (struct tm){ .tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day };
    struct tm again = *p;
    timegm(&again); /* 31 February would come back as March */
    return year >= 1 && again.tm_mon == month - 1 && again.tm_mday == day;
}

static bool parse_clock(const char *s, struct tm *p)
{
    return digits(s, 2, &p->tm_hour) && s[2] == ':' && digits(s + 3, 2, &p->tm_min) &&
           s[5] == ':' && digits(s + 6, 2, &p->tm_sec) && p->tm_hour < 24 && p->tm_min < 60 &&
           p->tm_sec < 60;
}

static bool parse_fraction(struct text t, long *fraction)
{
    long scale = SECOND_US;

    *fraction = 0;
    if (t.length == 0 || t.length > 6)
        return false;
    for (size_t i = 0; i < t.length; i++) {
        if (t.at[i] < '0' || t.at[i] > '9')
            return false;
        scale /= 10;
        *fraction += (t.at[i] - '0') * scale;
    }
    return true;
}

bool moment_parse(struct text t, moment_us *at)
{
    struct tm p;
    long fraction = 0;

    if (t.length < 10 || !parse_date(t.at, &p))
        return false;
    if (t.length > 10) {
        if (t.length < 20 || t.at[10] != 'T' || t.at[t.length - 1] != 'Z' ||
            !parse_clock(t.at + 11, &p))
            return false;
        if (t.length > 20 &&
            (t.at[19] != '.' || !parse_fraction((struct text){ t.at + 20, t.length - 21 }, &fraction)))
            return false;
    }
    *at = (moment_us)timegm(&p) * SECOND_US + fraction;
    return true;
}
