#!/bin/bash
# Address by DHCP, with the host's name and vendor class (busybox udhcpc).
exec busybox udhcpc -f -i eth0 -x hostname:"$HOST" -V "$MAKER $MODEL" -s "$TESTBED/services/lib/lease.sh"
