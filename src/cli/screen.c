/*
 * screen.c - where to begin: twenty questions, what the answers propose, and the
 * claims that are made of it when somebody accepts.
 */
#include "assess/screening.h"

#include <errno.h>
#include <stdlib.h>

#include "cli/desk.h"

static struct listing_options chosen;
static const char *given_answers;
static bool accept, actions;

static const struct option options[] = {
    { "--answers", OPTION_TEXT, &given_answers, "LIST",
      "question and level of the answer: \"Q01=2;Q07=0\"" },
    { "--accept", OPTION_FLAG, &accept, NULL, "make claims of what is proposed" },
    { "--actions", OPTION_FLAG, &actions, NULL,
      "with --accept: add what is to be collected to the actions" },
    LISTING_OPTIONS(chosen),
    { 0 },
};

static const char *const question_columns[] = {
    "question", "text", "0", "1", "2", "answers", NULL
};
static const char *const proposal_columns[] = { "question", "requirement", "title",   "level",
                                                "claims",   "claimed",     "collect", NULL };

/* The questions, what was answered, and what follows; filled before the listing. */
static struct {
    struct screening screening;
    struct screening_proposals proposals;
} interview;

static int fill_questions(const struct desk *d, struct listing *l, struct arena *into)
{
    (void)d;
    (void)into;
    for (ARRAY_EACH(const struct screening_question, q, &interview.screening.questions)) {
        listing_text(l, q->id);
        listing_text(l, q->question);
        for (int i = 0; i < SCREENING_ANSWERS; i++)
            listing_text(l, q->answers[i]);
        listing_text(l, q->requirements);
    }
    return EXIT_DONE;
}

static int fill_proposals(const struct desk *d, struct listing *l, struct arena *into)
{
    (void)d;
    (void)into;
    for (ARRAY_EACH(const struct screening_proposal, p, &interview.proposals.rows)) {
        listing_text(l, p->question->id);
        listing_text(l, p->requirement->id);
        listing_text(l, p->requirement->title);
        listing_unsigned(l, p->level);
        listing_bool(l, screening_claims(p));
        listing_unsigned(l, p->claim ? p->claim->level : 0);
        listing_text(l, p->question->collect[p->level]);
    }
    return EXIT_DONE;
}

static int store_rows(const struct desk *d, struct screening_rows *rows, struct arena *into,
                      struct problem *why)
{
    size_t count = 0;
    struct entry_change *changes =
        arena_array(into, struct entry_change, rows->claims.count + rows->actions.count);

    for (ARRAY_EACH(struct claim, c, &rows->claims))
        changes[count++] = (struct entry_change){ ENTRY_add, &claim_ledger, c };
    for (ARRAY_EACH(struct action, a, &rows->actions))
        changes[count++] = (struct entry_change){ ENTRY_add, &action_ledger, a };
    return count ? store_change_entries(d->store, changes, count, into, why) : 0;
}

static int make_claims(const struct desk *d, struct problem *why)
{
    const struct screening_choice choice = { .actions = actions };
    struct screening_rows rows;
    struct arena work;

    arena_create(&work, ARENA_TRUSTED);
    screening_accept(&rows, &interview.proposals, &choice, &d->plant.program, d->plant.today,
                     &work);
    int rc = store_rows(d, &rows, &work, why);
    screening_rows_finish(&rows);
    arena_destroy(&work);
    return rc;
}

static int prepare(struct desk *d, struct problem *why)
{
    struct screening_answers answers;

    if ((accept || actions) && !given_answers)
        return problem_set(why, -EINVAL, "--accept needs --answers");
    if (actions && !accept)
        return problem_set(why, -EINVAL, "--actions needs --accept");
    catalogue_screening(&d->catalogue, &interview.screening);
    int rc = screening_answers_read(&answers, &interview.screening,
                                    text_of(given_answers ? given_answers : ""), why);
    if (rc < 0)
        return rc;
    screening_propose(&interview.proposals, &interview.screening, &answers, &d->plant.program,
                      &d->requirements);
    return accept ? make_claims(d, why) : 0;
}

static bool answers_are_given(struct arguments given)
{
    bool found = false;

    for (int i = 0; i < given.count; i++)
        found |= text_starts(text_of(given.items[i]), "--answers");
    return found;
}

static int run(const struct command *self, struct arguments given)
{
    static const struct listing_verb questions = { "bulkhead-screening-questions/1",
                                                   question_columns, false, fill_questions,
                                                   prepare };
    static const struct listing_verb proposals = { "bulkhead-screening/1", proposal_columns, false,
                                                   fill_proposals, prepare };
    int code =
        listing_verb_run(self, given, &chosen, answers_are_given(given) ? &proposals : &questions);

    screening_proposals_finish(&interview.proposals);
    array_free(&interview.screening.questions);
    return code;
}

const struct command screen_command = {
    .name = "screen",
    .usage = "PLANT [--answers LIST [--accept [--actions]]] [--json | --csv] [--today DATE]",
    .help = "Where to begin: twenty questions, and the claims that the answers propose",
    .about =
        "Without answers it lists the questions; an answer is 0 (no), 1 (it is done) or 2 (it is\n"
        "written down). With answers it lists what they propose: the level that may be claimed "
        "for\n"
        "each requirement, and the first evidence to collect. Only --accept claims anything, with\n"
        "the method \"screening\", in the assessment in force and where nothing is claimed yet.",
    .run = run,
    .options = options,
};
