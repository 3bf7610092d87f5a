#!/bin/bash
# Time server of the plant (chrony). It says what this machine's clock says and never sets it.
cat > /run/chrony.conf <<EOF
local stratum 8
allow all
cmdport 0
pidfile /run/chronyd.pid
EOF
exec chronyd -d -x -u root -f /run/chrony.conf
