#include "report/page.h"

#include "base/embedded.h"

extern const struct embedded report_style;

static void meta(struct html *h, const char *name, const char *content)
{
    html_void(h, "meta");
    html_attribute(h, "name", "%s", name);
    html_attribute(h, "content", "%s", content);
    html_end_void(h);
}

static void head(struct html *h, const char *title, struct text of, moment_us day)
{
    char date[11];

    moment_format_date(day, date);
    html_open(h, "head");
    html_void(h, "meta");
    html_attribute(h, "charset", "utf-8");
    html_end_void(h);
    meta(h, "viewport", "width=device-width, initial-scale=1");
    meta(h, "color-scheme", "light dark");
    meta(h, "generator", "Bulkhead");
    meta(h, "dcterms.created", date);
    html_element(h, "title", NULL, "%s: %.*s, %s", title, SHOWN(of), date);
    html_style(h, embedded_text(embedded_find(&report_style, "report.css")));
    html_close(h, "head");
}

struct html html_page(struct buffer *out, const char *title, const char *class, struct text of,
                      moment_us day)
{
    struct html h = html_to(out);

    html_open(&h, "html");
    html_attribute(&h, "lang", "en");
    head(&h, title, of, day);
    html_open_class(&h, "body", class);
    return h;
}

void html_page_end(struct html *h)
{
    html_close(h, "body");
    html_close(h, "html");
    buffer_char(h->out, '\n');
}
