#include "exchange/xlsx_book.h"

#include <errno.h>
#include <libxml/xmlreader.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "base/buffer.h"
#include "base/moment.h"

#define SHOWN(t) (int)(t).length, (t).at ? (t).at : ""

/* ---- the archive ---- */

static int read_entry(struct book *b, zip_file_t *file, const char *part, struct text *content,
                      struct problem *why)
{
    struct buffer all = BUFFER_KEPT;
    char chunk[65536];
    zip_int64_t n;

    while ((n = zip_fread(file, chunk, sizeof chunk)) > 0) {
        if ((size_t)n > b->left) {
            buffer_free(&all);
            return problem_set(why, -EFBIG, "%s: unpacked, it is larger than %d bytes", b->name,
                               XLSX_UNPACKED_MOST);
        }
        b->left -= (size_t)n;
        buffer_bytes(&all, chunk, (size_t)n);
    }
    *content = text_copy(buffer_view(&all), b->into);
    buffer_free(&all);
    return n < 0 ? problem_set(why, -EINVAL, "%s: part %s is damaged", b->name, part) : 0;
}

static int read_part(struct book *b, const char *part, struct text *content, struct problem *why)
{
    zip_file_t *file = zip_fopen(b->archive, part, 0);

    if (!file && zip_error_code_zip(zip_get_error(b->archive)) == ZIP_ER_NOPASSWD)
        return problem_set(why, -EACCES, "%s: it is encrypted; save it without a password",
                           b->name);
    if (!file)
        return problem_set(why, -ENOENT, "%s: not a workbook: it has no part %s", b->name, part);
    int rc = read_entry(b, file, part, content, why);
    zip_fclose(file);
    return rc;
}

/* Office keeps encrypted and IRM-protected workbooks, and those of before 2007, in this container.
 * Source: MS-CFB, 2.2. */
static bool is_compound_file(struct text t)
{
    static const char magic[] = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

    return t.length >= sizeof magic - 1 && memcmp(t.at, magic, sizeof magic - 1) == 0;
}

static int open_archive(struct book *b, struct text content, struct problem *why)
{
    if (is_compound_file(content))
        return problem_set(why, -EINVAL,
                           "%s: it is protected (a password or rights management) or of a version "
                           "before 2007; save it as an unprotected .xlsx",
                           b->name);
    zip_source_t *source = zip_source_buffer_create(content.at, content.length, 0, NULL);
    b->archive = source ? zip_open_from_source(source, ZIP_RDONLY, NULL) : NULL;
    if (!b->archive) {
        zip_source_free(source);
        return problem_set(why, -EINVAL, "%s: not a workbook (.xlsx), or a damaged one", b->name);
    }
    if (zip_get_num_entries(b->archive, 0) > XLSX_PARTS_MOST)
        return problem_set(why, -EFBIG, "%s: more than %d parts", b->name, XLSX_PARTS_MOST);
    return 0;
}

/* ---- XML, event by event ---- */

struct xml {
    struct book *book;
    const char *part;
    xmlTextReaderPtr reader;
    struct problem *why;
};

/* What the library would print of encodings, past its own reader: our sentence says it. */
static void keep_quiet(void *unused, xmlErrorPtr error)
{
    (void)unused;
    (void)error;
}

static int xml_open(struct xml *x, struct book *b, const char *part, struct problem *why)
{
    struct text content;
    int rc = read_part(b, part, &content, why);

    *x = (struct xml){ .book = b, .part = part, .why = why };
    if (rc < 0)
        return rc;
    xmlSetStructuredErrorFunc(NULL, keep_quiet); /* of this thread */
    x->reader = xmlReaderForMemory(content.at ? content.at : "", (int)content.length, NULL, NULL,
                                   XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    return x->reader ? 0 : problem_set(why, -ENOMEM, "%s: no memory for %s", b->name, part);
}

static void xml_close(struct xml *x)
{
    if (x->reader)
        xmlFreeTextReader(x->reader);
}

/* 1: there is a node; 0: the end. */
static int xml_next(struct xml *x)
{
    int rc = xmlTextReaderRead(x->reader);

    if (rc == 1 && xmlTextReaderNodeType(x->reader) == XML_READER_TYPE_DOCUMENT_TYPE)
        return problem_set(x->why, -EINVAL, "%s: part %s has a document type; workbooks have none",
                           x->book->name, x->part);
    if (rc < 0)
        return problem_set(x->why, -EINVAL, "%s: part %s line %d: not XML", x->book->name, x->part,
                           xmlTextReaderGetParserLineNumber(x->reader));
    return rc;
}

static bool is_named(const struct xml *x, const char *name)
{
    const xmlChar *local = xmlTextReaderConstLocalName(x->reader);

    return local && strcmp((const char *)local, name) == 0;
}

static bool begins(const struct xml *x, const char *name)
{
    return xmlTextReaderNodeType(x->reader) == XML_READER_TYPE_ELEMENT && is_named(x, name);
}

/* An element without content has no end of its own. */
static bool ends(const struct xml *x, const char *name)
{
    int type = xmlTextReaderNodeType(x->reader);

    return is_named(x, name) &&
           (type == XML_READER_TYPE_END_ELEMENT ||
            (type == XML_READER_TYPE_ELEMENT && xmlTextReaderIsEmptyElement(x->reader) == 1));
}

static bool is_characters(const struct xml *x)
{
    int type = xmlTextReaderNodeType(x->reader);

    return type == XML_READER_TYPE_TEXT || type == XML_READER_TYPE_CDATA ||
           type == XML_READER_TYPE_SIGNIFICANT_WHITESPACE || type == XML_READER_TYPE_WHITESPACE;
}

static struct text attribute(const struct xml *x, const char *name)
{
    xmlChar *value = xmlTextReaderGetAttribute(x->reader, (const xmlChar *)name);
    struct text copy = text_copy(text_of((const char *)value), x->book->into);

    xmlFree(value);
    return copy;
}

/* The id of a relation, whatever its prefix. */
static struct text relation_id(const struct xml *x)
{
    static const char *const spaces[] = {
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "http://purl.oclc.org/ooxml/officeDocument/relationships", /* the strict form */
    };
    struct text id = { 0 };

    for (size_t i = 0; !id.length && i < sizeof spaces / sizeof *spaces; i++) {
        xmlChar *value = xmlTextReaderGetAttributeNs(x->reader, (const xmlChar *)"id",
                                                     (const xmlChar *)spaces[i]);
        id = text_copy(text_of((const char *)value), x->book->into);
        xmlFree(value);
    }
    return id;
}

static void take_characters(const struct xml *x, struct buffer *into)
{
    const xmlChar *value = xmlTextReaderConstValue(x->reader);

    if (value)
        buffer_string(into, (const char *)value);
}

static int malformed(const struct xml *x, const char *rule)
{
    return problem_set(x->why, -EINVAL, "%s: part %s line %d: %s", x->book->name, x->part,
                       xmlTextReaderGetParserLineNumber(x->reader), rule);
}

/* ---- text ---- */

static int hex(char c)
{
    const char *digits = "0123456789ABCDEF", *at = c ? strchr(digits, c) : NULL;

    return at ? (int)(at - digits) : -1;
}

/* "_x000A_" is a line feed.  Source: ECMA-376 part 1, 22.4.2.4 (bstr). */
static bool is_escape(struct text t, char *plain)
{
    int code = 0;

    if (t.length < 7 || t.at[0] != '_' || t.at[1] != 'x' || t.at[6] != '_')
        return false;
    for (size_t i = 2; i < 6; i++) {
        if (hex(t.at[i]) < 0)
            return false;
        code = code << 4 | hex(t.at[i]);
    }
    *plain = (char)code;
    return code > 0 && code < 0x80;
}

/* Lines end with a line feed alone. */
static struct text plain_text(struct text t, struct arena *into)
{
    char *out = arena_array(into, char, t.length + 1);
    size_t used = 0;

    for (size_t i = 0; i < t.length; i++) {
        struct text rest = { t.at + i, t.length - i };
        char c = t.at[i];
        if (is_escape(rest, &c))
            i += 6;
        if (c != '\r')
            out[used++] = c;
    }
    return (struct text){ out, used };
}

static int read_texts(struct book *b, struct problem *why)
{
    struct buffer one = BUFFER_KEPT;
    bool in_text = false, spoken = false; /* how it is spoken is no part of it */
    struct xml x;
    int rc;

    if (zip_name_locate(b->archive, "xl/sharedStrings.xml", 0) < 0)
        return 0;
    rc = xml_open(&x, b, "xl/sharedStrings.xml", why);
    while (rc >= 0 && (rc = xml_next(&x)) == 1) {
        spoken = (spoken || begins(&x, "rPh")) && !ends(&x, "rPh");
        in_text = (in_text || begins(&x, "t")) && !ends(&x, "t");
        if (in_text && !spoken && is_characters(&x))
            take_characters(&x, &one);
        if (!ends(&x, "si"))
            continue;
        if (b->texts.count == XLSX_CELLS_MOST)
            rc = malformed(&x, "more texts than the limit");
        *array_add(&b->texts) = plain_text(buffer_view(&one), b->into);
        one.length = 0;
    }
    buffer_free(&one);
    xml_close(&x);
    return rc;
}

/* ---- the list of sheets ---- */

/* "worksheets/sheet1.xml" beside the workbook, or from the root with '/' before it. */
static struct text part_path(struct book *b, struct text target)
{
    if (target.length == 0)
        return target;
    if (target.at[0] == '/')
        return (struct text){ target.at + 1, target.length - 1 };
    return text_format(b->into, "xl/%.*s", SHOWN(target));
}

static int resolve_parts(struct book *b, struct problem *why)
{
    struct xml x;
    int rc = xml_open(&x, b, "xl/_rels/workbook.xml.rels", why);

    while (rc >= 0 && (rc = xml_next(&x)) == 1) {
        if (!begins(&x, "Relationship"))
            continue;
        struct text id = attribute(&x, "Id"), target = attribute(&x, "Target");
        for (ARRAY_EACH(struct book_sheet, sheet, &b->sheets))
            if (text_equal(sheet->part, id))
                sheet->part = part_path(b, target);
    }
    xml_close(&x);
    return rc;
}

static int read_sheets(struct book *b, struct problem *why)
{
    struct xml x;
    int rc = xml_open(&x, b, "xl/workbook.xml", why);

    while (rc >= 0 && (rc = xml_next(&x)) == 1) {
        if (begins(&x, "workbookPr")) {
            struct text flag = attribute(&x, "date1904");
            b->from_1904 = text_is(flag, "1") || text_is(flag, "true");
        }
        if (!begins(&x, "sheet"))
            continue;
        if (b->sheets.count == XLSX_SHEETS_MOST) {
            rc = malformed(&x, "more sheets than the limit");
            break;
        }
        struct text state = attribute(&x, "state");
        *array_add(&b->sheets) =
            (struct book_sheet){ .name = attribute(&x, "name"),
                                 .part = relation_id(&x),
                                 .hidden = state.length && !text_is(state, "visible") };
    }
    xml_close(&x);
    return rc < 0 ? rc : resolve_parts(b, why);
}

int book_open(struct book *b, const char *name, struct text content, struct arena *into,
              struct problem *why)
{
    *b = (struct book){ .into = into, .name = name, .left = XLSX_UNPACKED_MOST };
    int rc = open_archive(b, content, why);

    if (rc == 0)
        rc = read_sheets(b, why);
    return rc < 0 ? rc : read_texts(b, why);
}

void book_close(struct book *b)
{
    if (b->archive)
        zip_discard(b->archive);
    array_free(&b->sheets);
    array_free(&b->texts);
}

/* ---- a sheet ---- */

struct sheet_reading {
    struct xml xml;
    struct book_grid *grid;
    uint32_t row, column; /* of the cell being read; what has no place is behind the last */
    struct text type;
    struct buffer value;
    bool in_value, spoken;
};

/* "AB12" */
static bool read_place(struct text *t, uint32_t *row, uint32_t *column)
{
    uint64_t number;
    uint32_t letters = 0;

    while (t->length && t->at[0] >= 'A' && t->at[0] <= 'Z' && letters <= XLSX_COLUMNS_MOST) {
        letters = letters * 26 + (uint32_t)(t->at[0] - 'A') + 1;
        t->at++;
        t->length--;
    }
    if (!letters || letters > XLSX_COLUMNS_MOST || !text_unsigned(*t, XLSX_ROWS_MOST, &number) ||
        !number)
        return false;
    *row = (uint32_t)number;
    *column = letters - 1;
    return true;
}

static int begin_row(struct sheet_reading *s)
{
    struct text given = attribute(&s->xml, "r");
    uint64_t number = s->row + 1;

    if (given.length && !text_unsigned(given, XLSX_ROWS_MOST, &number))
        return malformed(&s->xml, "the number of a row is none");
    if (number <= s->row || number > XLSX_ROWS_MOST)
        return malformed(&s->xml, "rows are not in their order");
    s->row = (uint32_t)number;
    s->column = UINT32_MAX; /* the next is 0 */
    return 0;
}

static int begin_cell(struct sheet_reading *s)
{
    struct text place = attribute(&s->xml, "r");
    uint32_t row = s->row, column = s->column + 1;

    if (place.length && !read_place(&place, &row, &column))
        return malformed(&s->xml, "the place of a cell is none");
    if (row != s->row || column >= XLSX_COLUMNS_MOST ||
        (s->column != UINT32_MAX && column <= s->column))
        return malformed(&s->xml, "cells are not in their order");
    s->column = column;
    s->type = attribute(&s->xml, "t");
    s->value.length = 0;
    return 0;
}

static int shared_text(struct sheet_reading *s, struct text *value)
{
    uint64_t number;

    if (!text_unsigned(text_trim(*value), UINT32_MAX, &number) ||
        number >= s->xml.book->texts.count)
        return malformed(&s->xml, "a cell names a shared text that is not there");
    *value = s->xml.book->texts.items[number];
    return 0;
}

static int end_cell(struct sheet_reading *s)
{
    struct arena *into = s->xml.book->into;
    struct text value = buffer_view(&s->value);
    struct book_cell cell = { s->row, s->column, BOOK_text, { 0 } };
    int rc = 0;

    if (!value.length)
        return 0;
    if (s->grid->cells.count == XLSX_CELLS_MOST)
        return malformed(&s->xml, "more cells than the limit");
    if (text_is(s->type, "s"))
        rc = shared_text(s, &value);
    else if (text_is(s->type, "b"))
        cell.kind = BOOK_flag, value = text_is(value, "1") ? TEXT("true") : TEXT("false");
    else if (text_is(s->type, "e"))
        cell.kind = BOOK_error, value = text_copy(value, into);
    else if (!s->type.length || text_is(s->type, "n"))
        cell.kind = BOOK_number, value = text_copy(value, into);
    else
        value = plain_text(value, into);
    cell.value = value;
    *array_add(&s->grid->cells) = cell;
    return rc;
}

static int take_merge(struct sheet_reading *s)
{
    struct text last = attribute(&s->xml, "ref"), first = text_cut(&last, ':');
    struct book_merge m;

    if (!read_place(&first, &m.first_row, &m.first_column) ||
        !read_place(&last, &m.last_row, &m.last_column))
        return malformed(&s->xml, "the place of a merged cell is none");
    if (s->grid->merges.count == XLSX_MERGES_MOST)
        return malformed(&s->xml, "more merged cells than the limit");
    *array_add(&s->grid->merges) = m;
    return 0;
}

static int take_node(struct sheet_reading *s)
{
    struct xml *x = &s->xml;
    bool value = begins(x, "v") || begins(x, "t");
    int rc = 0;

    s->spoken = (s->spoken || begins(x, "rPh")) && !ends(x, "rPh");
    s->in_value = (s->in_value || value) && !ends(x, "v") && !ends(x, "t");
    if (begins(x, "row"))
        rc = begin_row(s);
    else if (begins(x, "c"))
        rc = begin_cell(s);
    else if (begins(x, "mergeCell"))
        rc = take_merge(s);
    else if (s->in_value && !s->spoken && is_characters(x))
        take_characters(x, &s->value);
    if (rc == 0 && ends(x, "c"))
        rc = end_cell(s);
    return rc;
}

static int compare_merges(const void *left, const void *right)
{
    const struct book_merge *a = left, *b = right;

    return (a->first_row > b->first_row) - (a->first_row < b->first_row);
}

int book_read_sheet(struct book *b, const struct book_sheet *sheet, struct book_grid *grid,
                    struct problem *why)
{
    struct sheet_reading s = { .grid = grid, .value = BUFFER_KEPT };
    int rc = xml_open(&s.xml, b, text_string(sheet->part, b->into), why);

    while (rc >= 0 && (rc = xml_next(&s.xml)) == 1)
        rc = take_node(&s);
    if (grid->merges.count)
        qsort(grid->merges.items, grid->merges.count, sizeof *grid->merges.items, compare_merges);
    buffer_free(&s.value);
    xml_close(&s.xml);
    return rc;
}

void book_grid_finish(struct book_grid *grid)
{
    array_free(&grid->cells);
    array_free(&grid->merges);
}

/* ---- numbers ---- */

static bool read_number(struct text t, double *number)
{
    char room[40], *end;

    if (t.length == 0 || t.length >= sizeof room)
        return false;
    memcpy(room, t.at, t.length);
    room[t.length] = 0;
    *number = strtod(room, &end);
    return *end == 0 && isfinite(*number);
}

/*
 * Days are counted from 1899-12-31, or from 1904-01-01; the first count has a 60th
 * day, 1900-02-29, that never was.  Source: ECMA-376 part 1, 18.17.4.1.
 */
struct text book_date(const struct book *b, struct text number, struct arena *into)
{
    enum { LAST = 2958465, BEFORE_UNIX = 25569, BETWEEN = 1462, NEVER = 60 };
    double serial;
    char shown[11];

    if (!read_number(number, &serial) || serial < 0 || serial >= LAST + 1)
        return (struct text){ 0 };
    int64_t day = (int64_t)serial + (b->from_1904 ? BETWEEN : 0);
    if (!b->from_1904 && (day == 0 || day == NEVER))
        return (struct text){ 0 };
    if (!b->from_1904 && day < NEVER)
        day++;
    moment_format_date((day - BEFORE_UNIX) * 86400 * 1000000, shown);
    return text_copy(text_of(shown), into);
}

struct text book_number(struct text number, struct arena *into)
{
    double value;

    if (!read_number(number, &value))
        return number;
    if (value == floor(value) && fabs(value) < 1e15)
        return text_format(into, "%.0f", value);
    return text_format(into, "%.15g", value);
}
