/*
 * pdf.h - HTML to PDF, by WeasyPrint run as a program.
 *
 * The programs are a closed list of paths, first found is run; the tests give
 * another list.
 */
#pragma once

#include "base/buffer.h"
#include "base/moment.h"
#include "base/problem.h"

/* `date` becomes the only date in the file. */
MUST_USE int pdf_from_html(const char *const *programs, struct text html, moment_us date,
                           struct buffer *out, struct problem *why);
