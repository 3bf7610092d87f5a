/*
 * page.h - the frame of every HTML file that leaves the program: one file with
 * its style inside, readable light and dark, on paper and without a network.
 */
#pragma once

#include "base/moment.h"
#include "report/html.h"

/* Open up to the body; "Assessment report: Harbour, 2026-11-23" is its title.
 * `class` is the body's, in the style sheet; NULL: none. */
struct html html_page(struct buffer *out, const char *title, const char *class, struct text of,
                      moment_us day);
void html_page_end(struct html *h);
