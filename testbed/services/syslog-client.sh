#!/bin/bash
# The switch reports to the log server every 20 seconds (logger).
while sleep 20; do
    logger --server 10.30.0.5 --port 514 --udp --rfc3164 --priority local0.notice --tag hios "port 1/$((RANDOM % 8 + 1)) link up, 100 Mbit/s full duplex"
done
