/* competence_lapsed.c - people who hold a duty without the training for it. */
#include "assess/competences.h"

static void look(const struct sight *s, struct signal_result *out)
{
    competences_tell(s, out, false, false);
}

const struct signal competence_lapsed_signal = {
    .id = "competence-lapsed",
    .title = "Training for duties is missing or over",
    .looks_at = "The competences that functions need, the people who hold them, and their training.",
    .effect = SIGNAL_contradicts,
    .level = 3,
    .requirements = {
        { "ORG 1.5", "Who holds a security duty has been trained for it, and is again in time." },
    },
    .one = "person lacks the training that the duty needs.",
    .many = "times a person lacks the training that the duty needs.",
    .clear = "Everybody has the training that the duty needs.",
    .no_data = "No function with people in it needs training.",
    .look = look,
};
