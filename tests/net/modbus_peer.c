/*
 * modbus_peer.c - one side of a Modbus/TCP conversation, spoken by libmodbus.
 *
 *     modbus_peer serve ADDRESS PORT          ten registers, until it is killed
 *     modbus_peer ask ADDRESS PORT            what `plan` says, then ends
 */
#include <errno.h>
#include <modbus.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    REGISTERS = 10,
    PATIENCE_S = 30, /* libmodbus gives up after half a second, which a busy machine may take */
};

static int fail(const char *what)
{
    fprintf(stderr, "modbus_peer: %s: %s\n", what, modbus_strerror(errno));
    return 1;
}

static int serve(modbus_t *bus)
{
    modbus_mapping_t *memory = modbus_mapping_new(REGISTERS, REGISTERS, REGISTERS, REGISTERS);
    int listening = modbus_tcp_listen(bus, 1);
    uint8_t query[MODBUS_TCP_MAX_ADU_LENGTH];

    if (!memory || listening < 0)
        return fail("listen");
    puts("ready");
    fflush(stdout);
    while (modbus_tcp_accept(bus, &listening) >= 0) {
        int length;
        while ((length = modbus_receive(bus, query)) >= 0)
            if (length > 0)
                modbus_reply(bus, query, length, memory);
        modbus_close(bus);
    }
    return fail("accept");
}

/* Five reads, two writes, one read of registers that do not exist. */
static int ask(modbus_t *bus)
{
    uint16_t values[REGISTERS];

    if (modbus_connect(bus) < 0)
        return fail("connect");
    for (int i = 0; i < 5; i++)
        if (modbus_read_registers(bus, 0, REGISTERS, values) != REGISTERS)
            return fail("read");
    for (int i = 0; i < 2; i++)
        if (modbus_write_register(bus, i, 62443) != 1)
            return fail("write");
    if (modbus_read_registers(bus, 9000, 1, values) != -1)
        return fail("a read behind the end was answered");
    modbus_close(bus);
    return 0;
}

int main(int count, char **arguments)
{
    if (count != 4) {
        fputs("usage: modbus_peer serve|ask ADDRESS PORT\n", stderr);
        return 2;
    }
    modbus_t *bus = modbus_new_tcp(arguments[2], atoi(arguments[3]));
    if (!bus)
        return fail("new");
    modbus_set_slave(bus, 17);
    modbus_set_response_timeout(bus, PATIENCE_S, 0);
    int rc = strcmp(arguments[1], "serve") == 0 ? serve(bus) : ask(bus);
    modbus_free(bus);
    return rc;
}
