/* awareness_lapsed.c - people whose awareness training is missing or over. */
#include "assess/competences.h"

static void look(const struct sight *s, struct signal_result *out)
{
    competences_tell(s, out, true, false);
}

const struct signal awareness_lapsed_signal = {
    .id = "awareness-lapsed",
    .title = "Awareness training is missing or over",
    .looks_at = "The competences that functions need, the people who hold them, and their training.",
    .effect = SIGNAL_contradicts,
    .level = 3,
    .requirements = {
        { "ORG 1.4", "What everybody is to know is taught to everybody, and again in time." },
    },
    .one = "person lacks the awareness training that the function needs.",
    .many = "times a person lacks the awareness training that the function needs.",
    .clear = "Everybody has the awareness training that the function needs.",
    .no_data = "No function with people in it needs awareness training.",
    .look = look,
};
