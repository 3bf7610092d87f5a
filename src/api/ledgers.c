/*
 * ledgers.c - what people keep: the ledgers with their fields, and the rows of each.
 */
#include <errno.h>

#include "api/ledger.h"
#include "api/route.h"

static const char *const kinds[] = {
    [LEDGER_text] = "text",       [LEDGER_prose] = "prose",   [LEDGER_word] = "word",
    [LEDGER_list] = "list",       [LEDGER_flag] = "flag",     [LEDGER_date] = "date",
    [LEDGER_level] = "level",     [LEDGER_number] = "number", [LEDGER_money] = "money",
    [LEDGER_address] = "address",
};

static const char *const references[] = {
    [REFERS_nowhere] = "",
    [REFERS_ledger] = "ledger",
    [REFERS_zone] = "zone",
    [REFERS_conduit] = "conduit",
    [REFERS_requirement] = "requirement",
    [REFERS_standard] = "standard",
    [REFERS_signal] = "signal",
};

static void print_words(struct json *j, const char *const *words)
{
    json_array(j, "words");
    for (size_t i = 0; words && words[i]; i++)
        json_string(j, NULL, words[i]);
    json_array_end(j);
}

static void print_field(struct json *j, const struct ledger_field *f)
{
    json_object(j, NULL);
    json_string(j, "name", f->name);
    json_string(j, "title", f->title);
    json_string(j, "help", f->help ? f->help : "");
    json_string(j, "kind", kinds[f->kind]);
    print_words(j, f->words);
    json_string(j, "refers", references[f->refers]);
    json_string(j, "ledger", f->ledger ? f->ledger : "");
    json_unsigned(j, "least", f->least);
    json_unsigned(j, "most", f->most);
    json_bool(j, "required", f->required);
    json_bool(j, "main", f->main);
    json_bool(j, "kept", f->kept);
    json_object_end(j);
}

static void print_ledger(struct json *j, const struct ledger *l, const struct program *p)
{
    json_object(j, NULL);
    json_string(j, "name", l->name);
    json_string(j, "title", l->title);
    json_string(j, "one", l->one);
    json_string(j, "about", l->about);
    json_bool(j, "gives_ids", l->prefix != NULL);
    json_unsigned(j, "keys", l->keys);
    json_unsigned(j, "rows", ledger_rows(l, p).count);
    json_array(j, "fields");
    for (size_t i = 0; i < l->field_count; i++)
        print_field(j, &l->fields[i]);
    json_array_end(j);
    json_object_end(j);
}

int ledgers_list(struct request *r, struct problem *why)
{
    struct json j = reply_json(&r->reply);
    (void)why;

    json_object(&j, NULL);
    json_array(&j, "ledgers");
    for (const struct ledger *const *l = ledger_table; *l; l++)
        print_ledger(&j, *l, &r->view->plant.program);
    json_array_end(&j);
    json_object_end(&j);
    return 0;
}

static const struct ledger *of_path(struct request *r, struct problem *why)
{
    const struct ledger *l = ledger_find(r->path[0]);

    if (!l)
        problem_set(why, -ENOENT, "there is no ledger \"%.*s\"", SHOWN(r->path[0]));
    return l;
}

int ledger_rows_list(struct request *r, struct problem *why)
{
    const struct ledger *l = of_path(r, why);

    return l ? ledger_list(r, l, why) : why->code;
}

int ledger_row_create(struct request *r, struct problem *why)
{
    const struct ledger *l = of_path(r, why);

    return l ? ledger_create(r, l, why) : why->code;
}

int ledger_row_get(struct request *r, struct problem *why)
{
    const struct ledger *l = of_path(r, why);
    const void *row = l ? ledger_find_row(r->view, l, r->path[1], &r->arena, why) : NULL;

    if (!row)
        return why->code;
    struct json j = reply_json(&r->reply);
    json_ledger_row(&j, NULL, l, row, r->view);
    return 0;
}

int ledger_row_put(struct request *r, struct problem *why)
{
    const struct ledger *l = of_path(r, why);

    return l ? ledger_put(r, l, r->path[1], why) : why->code;
}

int ledger_row_delete(struct request *r, struct problem *why)
{
    const struct ledger *l = of_path(r, why);

    return l ? ledger_delete(r, l, r->path[1], why) : why->code;
}
