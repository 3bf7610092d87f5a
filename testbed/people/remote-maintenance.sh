#!/bin/bash
# On the office workstation: the agreed way in. SSH to the jump host in the DMZ, from there to the engineering station.
key="-i $MAINTENANCE_KEY -o StrictHostKeyChecking=no -o UserKnownHostsFile=/run/known_hosts -o LogLevel=ERROR"
ssh $key -o ProxyCommand="ssh $key -W 10.30.0.30:22 root@10.20.0.10" root@10.30.0.30 'hostname; uptime; sleep 4; ls -l /usr/bin | head -200; sleep 4; ip -brief address'
