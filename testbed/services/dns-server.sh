#!/bin/bash
# Names for the office (dnsmasq).
exec dnsmasq --keep-in-foreground --user=root --conf-file=/dev/null --pid-file=/run/dnsmasq.pid --log-facility=- \
    --no-resolv --no-hosts --addn-hosts="$PLANT_HOSTS" --local=/harbour.example/ --domain=harbour.example --expand-hosts
