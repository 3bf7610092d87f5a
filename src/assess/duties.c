#include "assess/duties.h"

#include <string.h>

#define SHOWN(t) (int)(t).length, (t).at ? (t).at : ""

static const char *const fault_names[] = {
    [DUTY_nobody_accountable] = "nobody_accountable",
    [DUTY_several_accountable] = "several_accountable",
    [DUTY_nobody_responsible] = "nobody_responsible",
    [DUTY_outside_without_reference] = "outside_without_reference",
};

const char *duty_fault_name(enum duty_fault_kind kind)
{
    return fault_names[kind];
}

static bool has_letter(const struct duty *d, char letter)
{
    return d->letters.length && memchr(d->letters.at, letter, d->letters.length);
}

static bool is_needed(const struct program *p, struct text requirement)
{
    const struct claim *claim = program_claim(p, requirement);

    return !claim || !claim->not_applicable;
}

static void add_fault(struct duty_faults *f, enum duty_fault_kind kind, struct text requirement,
                      struct text sentence)
{
    *array_add(&f->rows) = (struct duty_fault){ kind, requirement, sentence };
}

static size_t count_letter(const struct program *p, struct text requirement, char letter)
{
    size_t count = 0;

    for (ARRAY_EACH(const struct duty, d, &p->duties))
        count += text_equal(d->requirement, requirement) && has_letter(d, letter);
    return count;
}

/* Whoever is neither owner nor operator comes from outside. */
static const struct party *from_outside(const struct program *p, const struct duty *d)
{
    const struct party *party = d->party.length ? ledger_named(&party_ledger, p, d->party) : NULL;

    if (!party || text_is(party->kind, "asset owner") || text_is(party->kind, "operator"))
        return NULL;
    return party;
}

static void check_outside(struct duty_faults *f, const struct program *p, struct text requirement,
                          struct arena *into)
{
    for (ARRAY_EACH(const struct duty, d, &p->duties)) {
        if (!text_equal(d->requirement, requirement) || !has_letter(d, 'R'))
            continue;
        const struct party *party = from_outside(p, d);
        if (party && d->reference.length == 0 && d->contract.length == 0)
            add_fault(f, DUTY_outside_without_reference, requirement,
                      text_format(into,
                                  "%.*s is performed by %.*s, and neither a row of IEC 62443-2-4 "
                                  "nor a contract says so.",
                                  SHOWN(requirement), SHOWN(party->name)));
    }
}

static void check_one(struct duty_faults *f, const struct program *p, struct text id,
                      struct arena *into)
{
    size_t accountable = count_letter(p, id, 'A');

    if (accountable == 0)
        add_fault(f, DUTY_nobody_accountable, id,
                  text_format(into, "Nobody is accountable for %.*s.", SHOWN(id)));
    if (accountable > 1)
        add_fault(f, DUTY_several_accountable, id,
                  text_format(into, "%zu roles are accountable for %.*s; one is.", accountable,
                              SHOWN(id)));
    if (count_letter(p, id, 'R') == 0)
        add_fault(f, DUTY_nobody_responsible, id,
                  text_format(into, "Nobody is responsible for doing %.*s.", SHOWN(id)));
    check_outside(f, p, id, into);
}

void duties_check(struct duty_faults *f, const struct program *p,
                  const struct requirements *requirements, struct arena *into)
{
    *f = (struct duty_faults){ 0 };
    for (ARRAY_EACH(const struct requirement, r, &requirements->rows))
        if (is_needed(p, r->id))
            check_one(f, p, r->id, into);
}

void duties_finish(struct duty_faults *f)
{
    array_free(&f->rows);
}

/* ---- proposals ---- */

/* Who usually answers for an element, and who usually does it. */
static const struct {
    const char *element, *accountable, *responsible;
} usual[] = {
    { "ORG", "site management", "OT security" },     { "CM", "operations", "engineering" },
    { "NET", "OT security", "network engineering" }, { "COMP", "engineering", "maintenance" },
    { "DATA", "OT security", "engineering" },        { "USER", "operations", "OT security" },
    { "EVENT", "OT security", "operations" },        { "AVAIL", "operations", "maintenance" },
};

/* The rows of 2-4 in a requirement's crosswalk, as a list; empty: none. */
static struct text provider_rows(struct text related, struct arena *into)
{
    struct text rows = { 0 };

    for (struct text entry; list_next(&related, &entry);)
        if (text_starts(entry, "SP."))
            rows =
                text_format(into, "%.*s%s%.*s", SHOWN(rows), rows.length ? ";" : "", SHOWN(entry));
    return rows;
}

static void propose(struct duty_proposal *all, struct text requirement, const char *role,
                    const char *letters, struct text reference)
{
    *array_add(&all->rows) = (struct duty){ .requirement = requirement,
                                            .role = text_of(role),
                                            .letters = text_of(letters),
                                            .reference = reference };
}

static void propose_for(struct duty_proposal *all, const struct requirement *r, struct arena *into)
{
    struct text rows = provider_rows(r->related, into);

    for (size_t i = 0; i < COUNT_OF(usual); i++) {
        if (!text_is(r->element, usual[i].element))
            continue;
        propose(all, r->id, usual[i].accountable, "A", (struct text){ 0 });
        propose(all, r->id, usual[i].responsible, "R", (struct text){ 0 });
    }
    if (rows.length)
        propose(all, r->id, "service provider", "C", rows);
}

void duties_propose(struct duty_proposal *proposal, const struct program *p,
                    const struct requirements *requirements, struct arena *into)
{
    *proposal = (struct duty_proposal){ 0 };
    for (ARRAY_EACH(const struct requirement, r, &requirements->rows))
        if (is_needed(p, r->id) && !ledger_named(&duty_ledger, p, r->id))
            propose_for(proposal, r, into);
}

void duty_proposal_finish(struct duty_proposal *proposal)
{
    array_free(&proposal->rows);
}
