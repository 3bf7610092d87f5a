#!/bin/bash
# The firewall hands DHCP of the cells on to infra, and answers names in the DMZ (dnsmasq).
exec dnsmasq --keep-in-foreground --user=root --conf-file=/dev/null --pid-file=/run/dnsmasq.pid --log-facility=- \
    --no-resolv --no-hosts --server=10.30.0.5 \
    --dhcp-relay=10.41.0.1,10.30.0.5 --dhcp-relay=10.42.0.1,10.30.0.5
