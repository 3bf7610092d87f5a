/*
 * main.c - the one program; its verbs are in cli/.
 */
#include "cli/command.h"

int main(int count, char **arguments)
{
    return cli_main(count, arguments);
}
