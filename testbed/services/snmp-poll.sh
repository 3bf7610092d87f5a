#!/bin/bash
# snmp-poll SWITCH SECONDS: who are you, how long are you up, how busy are your ports (net-snmp).
while sleep "$2"; do
    snmpget -v2c -c public -On "$1" 1.3.6.1.2.1.1.1.0 1.3.6.1.2.1.1.2.0 1.3.6.1.2.1.1.3.0 1.3.6.1.2.1.1.5.0
    snmpbulkwalk -v2c -c public -On "$1" 1.3.6.1.2.1.2.2.1.10
done
