/*
 * protocol_page.c - docs/protocols.md out of the tables that the dissectors
 * themselves read, so that the page cannot say something else.
 */
#include <stdio.h>

#include "proto/protocol.h"

static const struct {
    enum carrier carrier;
    const char *name;
    const char *ports; /* NULL: it has none */
} carriers[] = {
    { CARRIER_ETHERNET, "Ethernet", "EtherType" },
    { CARRIER_IP, "IP", "protocol" },
    { CARRIER_UDP, "UDP", "port" },
    { CARRIER_TCP, "TCP", "port" },
    { CARRIER_COTP, "ISO transport (COTP)", NULL },
    { CARRIER_ENIP, "EtherNet/IP data items", NULL },
    { CARRIER_CIP, "CIP services", NULL },
    { CARRIER_RPC, "DCE-RPC calls", NULL },
    { CARRIER_HTTP, "HTTP bodies", NULL },
    { CARRIER_ROUTED_GOOSE, "routed sessions", NULL },
    { CARRIER_ROUTED_SAMPLES, "routed sessions", NULL },
};

static void print_ports(const struct protocol *p, size_t carrier)
{
    bool hex = carriers[carrier].carrier == CARRIER_ETHERNET;
    size_t most = sizeof p->ports / sizeof *p->ports;

    if (!carriers[carrier].ports)
        return;
    for (size_t i = 0; i < most && p->ports[i]; i++) {
        if (i == 0)
            printf(" %s ", carriers[carrier].ports);
        printf(hex ? "%s0x%04x" : "%s%u", i ? ", " : "", (unsigned)p->ports[i]);
    }
}

static void print_carriers(const struct protocol *p)
{
    const char *between = "";

    for (size_t i = 0; i < sizeof carriers / sizeof *carriers; i++) {
        if (!(p->carriers & carriers[i].carrier))
            continue;
        printf("%s%s", between, carriers[i].name);
        print_ports(p, i);
        between = "; ";
    }
}

static void print_overview(void)
{
    printf("| protocol | what it is | over |\n|---|---|---|\n");
    for (const struct protocol *const *p = protocols; *p; p++) {
        printf("| [`%s`](#%s) | %s | ", (*p)->name, (*p)->name, (*p)->title);
        print_carriers(*p);
        printf(" |\n");
    }
}

static void print_code(const struct operation *op)
{
    if (op->sub == SUB_NONE)
        printf("`%u`", (unsigned)op->code);
    else if (op->sub == SUB_ANY)
        printf("`%u/…`", (unsigned)op->code);
    else
        printf("`%u/%u`", (unsigned)op->code, (unsigned)op->sub);
}

static void print_operations(const struct protocol *p)
{
    if (!p->operations || !p->operations->name)
        return;
    printf("\n| code | operation | class | access |\n|---|---|---|---|\n");
    for (const struct operation *op = p->operations; op->name; op++) {
        printf("| ");
        print_code(op);
        printf(" | %s | %s | %s |\n", op->name, class_name(op->class),
               access_name(class_access(op->class)));
    }
}

static void print_protocol(const struct protocol *p)
{
    printf("\n## %s\n\n%s%s. Over ", p->name, p->title,
           p->is_carrier ? ", which carries others" : p->is_industrial ? ", industrial" : "");
    print_carriers(p);
    printf(".\n\nSource: %s.\n", p->specification);
    print_operations(p);
}

static void print_classes(void)
{
    printf("\n## Classes\n\n"
           "What an operation does, and the coarse word that conduits use for it.\n\n"
           "| class | meaning | access |\n|---|---|---|\n");
    for (int i = 0; i < CLASS_COUNT; i++)
        printf("| %s | %s | %s |\n", class_name((enum operation_class)i),
               class_meaning((enum operation_class)i),
               access_name(class_access((enum operation_class)i)));
}

int main(void)
{
    printf("<!-- Made by tools/protocol-page out of src/proto: change the tables there. -->\n"
           "# Protocols\n\n"
           "These are read to the operation, %u of them. A port is a hint and never proof: what "
           "is on another\nport is recognised by its bytes. What none of them claims, nDPI names. "
           "[Adding a protocol](adding-a-protocol.md)\ntakes one file and one line.\n\n",
           protocol_count);
    print_overview();
    for (const struct protocol *const *p = protocols; *p; p++)
        print_protocol(*p);
    print_classes();
    return fflush(stdout) != 0;
}
