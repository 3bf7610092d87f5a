#!/bin/bash
# Tells its neighbours who it is, every ten seconds (lldpd).
mkdir -p /run/lldpd
lldpd -d -u /run/lldpd.socket -S "$MAKER $MODEL $VERSION" &
until lldpcli -u /run/lldpd.socket configure lldp tx-interval 10; do sleep 1; done
wait
