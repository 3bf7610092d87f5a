/*
 * oscal.h - what the OSCAL documents say alike: identifiers, metadata, text.
 *
 * Every UUID is made of the plant's name and our own ids (version 5), and the only
 * time is the day of the figures, so that the same figures give the same bytes.
 * Strings of OSCAL are one line without blanks around; arrays are never empty.
 * Source: NIST OSCAL 1.2.1.
 */
#pragma once

#include "report/document.h"

#define OSCAL_NAMESPACE "urn:bulkhead:oscal"

/* The object of the document with its uuid and metadata; stays open, as does the outermost. */
void oscal_begin(struct json *j, const struct page *page, const char *root, const char *title);
void oscal_end(struct json *j);

struct text oscal_uuid_of(const struct page *page, const char *kind, struct text id);
/* "uuid" of something of this plant: kind and id name it. */
void oscal_uuid(struct json *j, const char *key, const struct page *page, const char *kind,
                struct text id);
/* One line, or `otherwise` where there is nothing. */
void oscal_text(struct json *j, const char *key, struct text value, const char *otherwise,
                const struct page *page);
void oscal_day(struct json *j, const char *key, moment_us at, const struct page *page);
void oscal_prop(struct json *j, const char *name, struct text value, const struct page *page);

/* "SR 1.1 RE 1" as "sr-1.1.re1". */
struct text oscal_control(struct text id, struct arena *into);
/* The statement of a control: "sr-1.1.re1_smt". */
struct text oscal_statement(struct text id, struct arena *into);

/* "reviewed-controls": the requirements that apply. */
void oscal_reviewed(struct json *j, const struct page *page);
/* "risks": what speaks against the claims and is not compensated; of medium weight and more. */
bool oscal_is_risk(const struct concern *f);
void oscal_risks(struct json *j, const struct page *page);
/* The id of a risk, for references to it. */
struct text oscal_risk_id(const struct page *page, const struct concern *f);
