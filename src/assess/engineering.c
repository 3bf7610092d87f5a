#include "assess/engineering.h"

bool class_is_engineering(enum operation_class class)
{
    static const bool engineering[CLASS_COUNT] = {
        [CLASS_start] = true,    [CLASS_stop] = true,    [CLASS_mode] = true,
        [CLASS_restart] = true,  [CLASS_prog_up] = true, [CLASS_prog_down] = true,
        [CLASS_firmware] = true, [CLASS_delete] = true,  [CLASS_force] = true,
    };

    return engineering[class];
}

bool operation_was_refused(const struct operation_count *o)
{
    return o->errors > 0 && o->errors >= o->responses && o->errors >= o->requests;
}

void engineering_row(const struct sight *s, struct signal_row *row, uint32_t dialogue,
                     const struct dialogue_operation *o)
{
    signal_row_of(s, row, dialogue, true);
    row->capture = o->capture;
    row->frame = o->sum.first_frame;
    row->first = o->sum.first;
    row->last = o->sum.last;
}
