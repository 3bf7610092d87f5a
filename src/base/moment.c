#define _POSIX_C_SOURCE 200809L /* clock_gettime */
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

/*
 * The calendar is computed here and not by the C library: its functions open the
 * time zone's file, even for UTC, which ends a process that may open none.
 */
struct date_time {
    int year, month, day; /* from 1 */
    int hour, minute, second;
};

enum { DAY_S = 86400, DAYS_TO_1970 = 719162, DAYS_OF_400_YEARS = 146097 };

static const int days_before[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365 };

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* Days from 0001-01-01 to the first of January of a year. */
static int64_t days_to_year(int year)
{
    int64_t whole = year - 1;

    return whole * 365 + whole / 4 - whole / 100 + whole / 400;
}

/* Days of a year before the first of a month; month 13 gives the length of the year. */
static int days_to_month(int year, int month)
{
    return days_before[month - 1] + (month > 2 && is_leap(year));
}

static struct date_time broken_down(moment_us at, long *fraction)
{
    if (at < year_1)
        at = year_1;
    if (at >= year_10000)
        at = year_10000 - 1;
    at -= year_1;
    int64_t second = at / SECOND_US, day = second / DAY_S;
    int clock = (int)(second % DAY_S);
    struct date_time p = { .year = (int)(day * 400 / DAYS_OF_400_YEARS) + 1, .month = 1 };

    *fraction = (long)(at % SECOND_US);
    while (days_to_year(p.year) > day)
        p.year--;
    while (days_to_year(p.year + 1) <= day)
        p.year++;
    int of_year = (int)(day - days_to_year(p.year));
    while (days_to_month(p.year, p.month + 1) <= of_year)
        p.month++;
    p.day = of_year - days_to_month(p.year, p.month) + 1;
    p.hour = clock / 3600;
    p.minute = clock / 60 % 60;
    p.second = clock % 60;
    return p;
}

void moment_format(moment_us at, char out[MOMENT_TEXT])
{
    long fraction;
    struct date_time p = broken_down(at, &fraction);
    char wide[96];

    snprintf(wide, sizeof wide, "%04d-%02d-%02dT%02d:%02d:%02d.%06ldZ", p.year, p.month, p.day,
             p.hour, p.minute, p.second, fraction);
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

static bool parse_date(const char *s, struct date_time *p)
{
    *p = (struct date_time){ 0 };
    return digits(s, 4, &p->year) && s[4] == '-' && digits(s + 5, 2, &p->month) && s[7] == '-' &&
           digits(s + 8, 2, &p->day) && p->year >= 1 && p->month >= 1 && p->month <= 12 &&
           p->day >= 1 &&
           p->day <= days_to_month(p->year, p->month + 1) - days_to_month(p->year, p->month);
}

static bool parse_clock(const char *s, struct date_time *p)
{
    return digits(s, 2, &p->hour) && s[2] == ':' && digits(s + 3, 2, &p->minute) && s[5] == ':' &&
           digits(s + 6, 2, &p->second) && p->hour < 24 && p->minute < 60 && p->second < 60;
}

static moment_us moment_of(const struct date_time *p, long fraction)
{
    int64_t day = days_to_year(p->year) + days_to_month(p->year, p->month) + p->day - 1;
    int64_t second = (day - DAYS_TO_1970) * DAY_S + p->hour * 3600 + p->minute * 60 + p->second;

    return second * SECOND_US + fraction;
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
    struct date_time p;
    long fraction = 0;

    if (t.length < 10 || !parse_date(t.at, &p))
        return false;
    if (t.length > 10) {
        if (t.length < 20 || t.at[10] != 'T' || t.at[t.length - 1] != 'Z' ||
            !parse_clock(t.at + 11, &p))
            return false;
        if (t.length > 20 &&
            (t.at[19] != '.' ||
             !parse_fraction((struct text){ t.at + 20, t.length - 21 }, &fraction)))
            return false;
    }
    *at = moment_of(&p, fraction);
    return true;
}
