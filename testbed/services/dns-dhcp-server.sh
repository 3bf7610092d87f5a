#!/bin/bash
# Names and leases of the plant (dnsmasq). Panels have a fixed lease each; anything else gets one too.
exec dnsmasq --keep-in-foreground --user=root --conf-file=/dev/null --pid-file=/run/dnsmasq.pid --log-facility=- \
    --no-resolv --no-hosts --addn-hosts="$PLANT_HOSTS" --local=/harbour.example/ --domain=harbour.example --expand-hosts \
    --dhcp-authoritative --dhcp-sequential-ip --no-ping --dhcp-leasefile=/run/leases \
    --dhcp-range=set:cell-a,10.41.0.77,10.41.0.89,255.255.255.0,2m --dhcp-option=tag:cell-a,option:router,10.41.0.1 \
    --dhcp-range=set:cell-b,10.42.0.77,10.42.0.89,255.255.255.0,2m --dhcp-option=tag:cell-b,option:router,10.42.0.1 \
    --dhcp-option=option:dns-server,"$ADDRESS" --dhcp-option=option:ntp-server,"$ADDRESS" \
    --dhcp-host="$(plant_mac hmi-a)",10.41.0.20,hmi-a --dhcp-host="$(plant_mac hmi-b)",10.42.0.20,hmi-b
