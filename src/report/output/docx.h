/*
 * docx.h - HTML to a Word file, by pandoc run as a program.
 *
 * Styles are those of a reference document: the owner's, or our own.  Drawings are
 * left out, since pandoc hands them on in a form that Word does not show; the table
 * under each has its numbers.  The programs are a closed list of paths, first found
 * is run; the tests give another list.
 */
#pragma once

#include "base/buffer.h"
#include "base/moment.h"
#include "base/problem.h"

/* `date` becomes the only date in the file. */
MUST_USE int docx_from_html(const char *const *programs, struct text html, struct text reference,
                            moment_us date, struct buffer *out, struct problem *why);

/* Without what stands between <svg and </svg>, of which a line tells. */
void docx_leave_drawings_out(struct text html, struct buffer *out);
