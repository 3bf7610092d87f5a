/* competence_current.c - people have been taught what their duty needs. */
#include "assess/competences.h"

static void look(const struct sight *s, struct signal_result *out)
{
    competences_tell(s, out, false, true);
}

const struct signal competence_current_signal = {
    .id = "competence-current",
    .title = "Training for duties is on record",
    .looks_at = "The competences that functions need, the people who hold them, and their training.",
    .effect = SIGNAL_supports,
    .level = 3,
    .requirements = {
        { "ORG 1.5", "Records of training by function show that it is carried out." },
    },
    .one = "person has the training that the duty needs.",
    .many = "times a person has the training that the duty needs.",
    .clear = "Nobody has the training that the duty needs.",
    .no_data = "No function with people in it needs training.",
    .look = look,
};
