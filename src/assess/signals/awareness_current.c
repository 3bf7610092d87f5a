/* awareness_current.c - people have been taught what everybody is to know. */
#include "assess/competences.h"

static void look(const struct sight *s, struct signal_result *out)
{
    competences_tell(s, out, true, true);
}

const struct signal awareness_current_signal = {
    .id = "awareness-current",
    .title = "Awareness training is on record",
    .looks_at = "The competences that functions need, the people who hold them, and their training.",
    .effect = SIGNAL_supports,
    .level = 3,
    .requirements = {
        { "ORG 1.4", "Records of what people were taught show that it is carried out." },
    },
    .one = "person has the awareness training that the function needs.",
    .many = "times a person has the awareness training that the function needs.",
    .clear = "Nobody has the awareness training that the function needs.",
    .no_data = "No function with people in it needs awareness training.",
    .look = look,
};
