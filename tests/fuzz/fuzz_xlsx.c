/*
 * fuzz_xlsx.c - a workbook that somebody hands us.
 *
 * Bytes that begin as an archive does are read as they are; others become the
 * sheet, the texts and the list of sheets of one, apart at bytes of zero, since
 * what is damaged within an archive seldom gets behind its check sums.
 * Aborts when it is refused without a sentence.
 */
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "base/buffer.h"
#include "base/text.h"
#include "exchange/format.h"
#include "target.h"

static void require(bool holds)
{
    if (!holds)
        abort();
}

static const char SHEETS[] =
    "<workbook xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'>"
    "<sheets><sheet name='actions' r:id='r1'/></sheets></workbook>";
static const char RELATIONS[] = "<Relationships><Relationship Id='r1' "
                                "Target='worksheets/sheet1.xml'/></Relationships>";

static void add_part(zip_t *archive, const char *name, struct text content)
{
    zip_source_t *part = zip_source_buffer(archive, content.at, content.length, 0);
    zip_int64_t at = zip_file_add(archive, name, part, 0);

    require(at >= 0 && zip_set_file_compression(archive, (zip_uint64_t)at, ZIP_CM_STORE, 0) == 0);
}

/* Owned by the caller: malloc(). */
static struct text packed(struct text parts)
{
    zip_source_t *place = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_t *archive = zip_open_from_source(place, ZIP_TRUNCATE, NULL);
    struct text sheet = text_cut(&parts, 0), texts = text_cut(&parts, 0), sheets = parts;
    zip_stat_t size;

    require(archive);
    zip_source_keep(place);
    add_part(archive, "xl/workbook.xml", sheets.length ? sheets : text_of(SHEETS));
    add_part(archive, "xl/_rels/workbook.xml.rels", text_of(RELATIONS));
    add_part(archive, "xl/sharedStrings.xml", texts);
    add_part(archive, "xl/worksheets/sheet1.xml", sheet);
    require(zip_close(archive) == 0 && zip_source_stat(place, &size) == 0);
    char *bytes = malloc(size.size);
    require(bytes && zip_source_open(place) == 0);
    require(zip_source_read(place, bytes, size.size) == (zip_int64_t)size.size);
    zip_source_close(place);
    zip_source_free(place);
    return (struct text){ bytes, size.size };
}

static void read_workbook(struct text content)
{
    struct requirements requirements = { 0 };
    struct format_input in = { .content = content,
                               .name = "x.xlsx",
                               .requirements = &requirements };
    struct problems found = { 0 };
    struct plant plant;

    plant_init(&plant);
    int rc = format_read(format_find(TEXT("xlsx")), &in, &plant, &found);
    require((rc == 0) == (found.rows.count == 0));
    for (size_t i = 0; i < found.rows.count; i++)
        require(found.rows.items[i].code < 0 && found.rows.items[i].what[0] != 0);
    problems_finish(&found);
    plant_finish(&plant);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct cursor bytes = cursor_over(data, size);
    struct text content = { (const char *)bytes.next, bytes.left };

    if (size >= 2 && memcmp(data, "PK", 2) == 0) {
        read_workbook(content);
        return 0;
    }
    struct text archive = packed(content);
    read_workbook(archive);
    free((void *)(uintptr_t)archive.at);
    return 0;
}

static void add_seed(struct seeds *seeds, const char *sheet, const char *texts, const char *sheets)
{
    struct buffer all = BUFFER_KEPT;

    buffer_text(&all, text_of(sheet));
    buffer_text(&all, (struct text){ "", 1 });
    buffer_text(&all, text_of(texts));
    buffer_text(&all, (struct text){ "", 1 });
    buffer_text(&all, text_of(sheets));
    struct text archive = packed(buffer_view(&all));
    seeds_add(seeds, cursor_over(all.at, all.length));
    seeds_add(seeds, cursor_over(archive.at, archive.length));
    free((void *)(uintptr_t)archive.at);
    buffer_free(&all);
}

void target_seeds(struct seeds *seeds)
{
    add_seed(
        seeds,
        "<worksheet><sheetData><row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='inlineStr'>"
        "<is><t>title</t></is></c><c r='C1' t='s'><v>1</v></c></row><row r='2'><c r='A2' "
        "t='str'><v>A-1</v></c><c><v>x</v></c><c r='C2' s='1'><v>46357</v></c></row></sheetData>"
        "<mergeCells><mergeCell ref='A2:A4'/></mergeCells></worksheet>",
        "<sst><si><t>id</t></si><si><r><t>d</t></r><r><t>ue</t></r><rPh><t>z</t></rPh></si></sst>",
        SHEETS);
    add_seed(seeds,
             "<worksheet><sheetData><row><c t='b'><v>1</v></c><c t='e'><v>#REF!</v></c><c "
             "t='s'><v>9</v></c><c><v>1.5E+300</v></c><c t='str'><v>_x0041_&amp;&#10;</v></c></row>"
             "</sheetData></worksheet>",
             "<sst/>",
             "<workbook xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/"
             "relationships'><workbookPr date1904='1'/><sheets><sheet name='claims' state='hidden' "
             "r:id='r1'/><sheet name='bulkhead' r:id='r1'/></sheets></workbook>");
}
