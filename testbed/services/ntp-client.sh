#!/bin/bash
# Asks infra for the time (chrony) and, again, never sets the clock.
cat > /run/chrony.conf <<EOF
server 10.30.0.5 iburst minpoll 4 maxpoll 5
cmdport 0
pidfile /run/chronyd.pid
EOF
exec chronyd -d -x -u root -f /run/chrony.conf
