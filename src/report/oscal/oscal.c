#include "report/oscal/oscal.h"

#include <string.h>

#include "base/uuid.h"

static struct uuid plant_space(const struct page *page)
{
    struct text name = text_format(page->text, "urn:bulkhead:plant:%.*s/%.*s",
                                   SHOWN(page->program->organisation), SHOWN(page->program->plant));

    return uuid_of_name(uuid_of_urls, name);
}

struct text oscal_uuid_of(const struct page *page, const char *kind, struct text id)
{
    char text[UUID_TEXT];

    uuid_format(
        uuid_of_name(plant_space(page), text_format(page->text, "%s:%.*s", kind, SHOWN(id))), text);
    return text_copy(text_of(text), page->text);
}

void oscal_uuid(struct json *j, const char *key, const struct page *page, const char *kind,
                struct text id)
{
    json_text(j, key, oscal_uuid_of(page, kind, id));
}

void oscal_text(struct json *j, const char *key, struct text value, const char *otherwise,
                const struct page *page)
{
    struct text trimmed = text_trim(value);

    if (!trimmed.length) {
        json_string(j, key, otherwise);
        return;
    }
    char *line = arena_array(page->text, char, trimmed.length + 1);
    memcpy(line, trimmed.at, trimmed.length);
    text_make_printable(line, trimmed.length);
    json_text(j, key, text_trim((struct text){ line, trimmed.length }));
}

void oscal_day(struct json *j, const char *key, moment_us at, const struct page *page)
{
    json_text(j, key, text_format(page->text, "%sT00:00:00Z", date_words(at, page->text)));
}

void oscal_prop(struct json *j, const char *name, struct text value, const struct page *page)
{
    if (!text_trim(value).length)
        return;
    json_object(j, NULL);
    json_string(j, "name", name);
    json_string(j, "ns", OSCAL_NAMESPACE);
    oscal_text(j, "value", value, "-", page);
    json_object_end(j);
}

void oscal_begin(struct json *j, const struct page *page, const char *root, const char *title)
{
    struct text subject = page->in->subject;

    json_object(j, NULL);
    json_object(j, root);
    oscal_uuid(j, "uuid", page, root,
               text_format(page->text, "%.*s@%s", SHOWN(subject),
                           date_words(page->plant->today, page->text)));
    json_object(j, "metadata");
    oscal_text(j, "title",
               text_format(page->text, "%.*s: %s%s%.*s", SHOWN(page->program->plant), title,
                           subject.length ? ", " : "", SHOWN(subject)),
               title, page);
    oscal_day(j, "last-modified", page->plant->today, page);
    json_string(j, "version", date_words(page->plant->today, page->text));
    json_string(j, "oscal-version", "1.2.1");
    json_array(j, "props");
    oscal_prop(j, "made-by", text_format(page->text, "Bulkhead %s", page->in->version), page);
    json_array_end(j);
    json_object_end(j);
}

void oscal_end(struct json *j)
{
    json_object_end(j);
    json_object_end(j);
}

struct text oscal_control(struct text id, struct arena *into)
{
    char *out = arena_array(into, char, id.length + 1);
    size_t n = 0;

    for (size_t i = 0; i < id.length; i++) {
        struct text rest = { id.at + i, id.length - i };
        char c = id.at[i];
        if (text_starts(rest, " RE ")) {
            memcpy(out + n, ".re", 3);
            n += 3;
            i += 3;
        } else if (c != '(' && c != ')') {
            out[n++] = c == ' ' ? '-' : c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
        }
    }
    return (struct text){ out, n };
}

struct text oscal_statement(struct text id, struct arena *into)
{
    return text_format(into, "%.*s_smt", SHOWN(oscal_control(id, into)));
}

void oscal_reviewed(struct json *j, const struct page *page)
{
    bool any = false;

    json_object(j, "reviewed-controls");
    json_array(j, "control-selections");
    json_object(j, NULL);
    for (ARRAY_EACH(const struct requirement_figure, f, &page->a->maturity.requirements)) {
        if (f->state == REQUIREMENT_not_applicable)
            continue;
        if (!any)
            json_array(j, "include-controls");
        any = true;
        json_object(j, NULL);
        json_text(j, "control-id", oscal_control(f->requirement->id, page->text));
        json_object_end(j);
    }
    if (any)
        json_array_end(j);
    json_object_end(j);
    json_array_end(j);
    json_object_end(j);
}

bool oscal_is_risk(const struct concern *f)
{
    return !f->compensated.length && f->severity >= SEVERITY_medium;
}

struct text oscal_risk_id(const struct page *page, const struct concern *f)
{
    return text_format(page->text, "%.*s/%.*s", SHOWN(f->source), SHOWN(f->sentence));
}

static void print_risk(struct json *j, const struct concern *f, const struct page *page)
{
    json_object(j, NULL);
    oscal_uuid(j, "uuid", page, "risk", oscal_risk_id(page, f));
    json_string(j, "title", concern_kind_title(f->kind));
    oscal_text(j, "description", f->sentence, "-", page);
    oscal_text(j, "statement",
               text_format(page->text, "It speaks against %.*s.", SHOWN(f->requirement)), "-",
               page);
    json_array(j, "props");
    oscal_prop(j, "severity", text_of(severity_word(f->severity)), page);
    oscal_prop(j, "row", f->source, page);
    json_array_end(j);
    json_string(j, "status", "open");
    json_object_end(j);
}

void oscal_risks(struct json *j, const struct page *page)
{
    bool any = false;

    for (ARRAY_EACH(const struct concern, f, &page->findings.rows)) {
        if (!oscal_is_risk(f))
            continue;
        if (!any)
            json_array(j, "risks");
        any = true;
        print_risk(j, f, page);
    }
    if (any)
        json_array_end(j);
}
