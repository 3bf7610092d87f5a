#include "api/page.h"

bool parse_format(struct text t, void *csv)
{
    *(bool *)csv = text_is(t, "csv");
    return text_is(t, "csv") || text_is(t, "json");
}

static const struct input_field format_fields[] = { PAGE_FORMAT(struct format_query) };
const struct shape format_query = SHAPE(struct format_query, format_fields);

/* CSV goes to programs that want all of it. */
static uint64_t rows_wanted(const struct page *page)
{
    if (page->limit)
        return page->limit;
    return page->csv ? UINT64_MAX : PAGE_ROWS;
}

struct span page_span(const struct page *page, size_t total)
{
    size_t from = page->offset < total ? (size_t)page->offset : total;
    uint64_t wanted = rows_wanted(page);

    return (struct span){ from, wanted < total - from ? from + (size_t)wanted : total };
}

void page_print(const struct page *page, size_t total, struct json *j)
{
    json_unsigned(j, "total", total);
    json_unsigned(j, "offset", page->offset);
    json_unsigned(j, "limit", rows_wanted(page));
}

struct selection selection_of(size_t most, struct arena *into)
{
    return (struct selection){ arena_array(into, uint32_t, most), 0 };
}

int reply_listing(struct reply *r, struct listing *t)
{
    listing_print(t, LISTING_CSV, reply_csv(r));
    listing_finish(t);
    return 0;
}

struct text joined(struct text *words, size_t count, struct arena *into)
{
    struct buffer all = BUFFER_KEPT;

    for (size_t i = 0; i < count; i++) {
        if (i)
            buffer_char(&all, ' ');
        buffer_text(&all, words[i]);
    }
    struct text copy = text_copy(buffer_view(&all), into);
    buffer_free(&all);
    return copy;
}
