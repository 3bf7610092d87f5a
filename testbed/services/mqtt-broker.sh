#!/bin/bash
# MQTT broker without accounts (mosquitto).
cat > /run/mosquitto.conf <<EOF
listener 1883 0.0.0.0
allow_anonymous true
user root
EOF
exec mosquitto -c /run/mosquitto.conf
