#!/bin/bash
# snmp-agent OBJECT-ID: SNMP v2c with the community everybody knows (net-snmp).
cat > /run/snmpd.conf <<EOF
agentaddress udp:161
rocommunity public
sysdescr $MAKER $MODEL $VERSION
sysobjectid $1
sysname $HOST
syslocation Harbour Water Works, $ZONE
sysservices 2
EOF
exec snmpd -f -Lo -C -c /run/snmpd.conf -p /run/snmpd.pid
