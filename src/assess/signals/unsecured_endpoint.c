/* unsecured_endpoint.c - servers that let anybody in whose messages anybody may change. */
#include "assess/once.h"
#include "assess/signal.h"

/* What dissectors state of a server's security, by how it begins; the first that fits counts. */
static const struct {
    const char *begins;
    enum severity severity;
    const char *sentence; /* behind the name of the server */
} statements[] = {
    { "OPC UA policy None, ", SEVERITY_medium, "holds sessions that nothing signs or encrypts" },
    { "OPC UA offers policy None to ", SEVERITY_medium,
      "has an endpoint where nothing is signed or encrypted" },
    /* Such a channel alone is how every client finds out what else there is. */
    { "OPC UA policy None", SEVERITY_note, "opens channels that nothing signs or encrypts" },
    { "OPC UA offers policy None", SEVERITY_note,
      "has an endpoint without security where no session can be opened" },
};

static void look_at(const struct sight *s, const struct fact *fact, struct signal_result *out)
{
    size_t i = 0;

    while (i < COUNT_OF(statements) && !text_starts(fact->value, statements[i].begins))
        i++;
    if (i == COUNT_OF(statements))
        return;
    struct signal_row *row =
        signal_add(s, out, statements[i].severity, "%s %s: \"%.*s\".", sight_name(s, &fact->about),
                   statements[i].sentence, (int)fact->value.length, fact->value.at);
    row->about = fact->about;
    row->capture = fact->capture;
    row->frame = fact->first_frame;
    row->first = fact->first;
    row->last = fact->last;
}

static void look(const struct sight *s, struct signal_result *out)
{
    struct once told = { 0 };

    for (ARRAY_EACH(const struct fact, fact, &s->plant->observed.facts)) {
        if (fact->field != FIELD_security || !text_starts(fact->value, "OPC UA "))
            continue;
        out->looked = true;
        if (once_add(&told, &fact->about, fact->value))
            look_at(s, fact, out);
    }
    once_finish(&told);
}

const struct signal unsecured_endpoint_signal = {
    .id = "unsecured-endpoint",
    .title = "OPC UA without security",
    .looks_at = "The security policies that OPC UA servers offer, and those of their sessions.",
    .effect = SIGNAL_contradicts,
    .level = 3,
    .requirements = {
        { "DATA 1.7", "What nobody signs can be changed on its way without either end noticing." },
        { "USER 1.10", "Without a security policy neither end shows a certificate to the other." },
    },
    .one = "OPC UA endpoint or kind of session is without security.",
    .many = "OPC UA endpoints or kinds of session are without security.",
    .clear = "Every OPC UA session that was seen, and every endpoint for one, is signed.",
    .no_data = "No OPC UA server was seen to say how it is secured.",
    .look = look,
};
