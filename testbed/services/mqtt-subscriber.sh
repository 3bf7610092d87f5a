#!/bin/bash
# The historian listens to everything the gateway publishes (mosquitto_sub).
until mosquitto_sub -h broker -i historian -k 20 -t 'spBv1.0/#' -F '%t %l'; do sleep 2; done
