#!/bin/bash
# Log server of the plant (rsyslog, UDP 514).
cat > /run/rsyslog.conf <<EOF
module(load="imudp")
input(type="imudp" port="514")
*.* /run/messages
EOF
exec rsyslogd -n -f /run/rsyslog.conf -i /run/rsyslogd.pid
