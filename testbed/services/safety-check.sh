#!/bin/bash
# safety-check CONTROLLER SECONDS: the safety engineer's station reads the trip counters (mbpoll, libmodbus).
while sleep "$2"; do
    mbpoll -0 -1 -q -m tcp -a 1 -t 3 -r 0 -c 8 "$1"
done
