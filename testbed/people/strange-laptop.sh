#!/bin/bash
# On a laptop nobody knows, plugged into a free port of switch-a: takes a lease (dhclient), looks around (nmap),
# then writes to the pump controller (mbpoll, libmodbus). Some of its requests are refused.
cat > /run/dhclient.conf <<EOF
send host-name "LAPTOP-7F3K";
send vendor-class-identifier "MSFT 5.0";
EOF
sysctl -q net.ipv6.conf.all.disable_ipv6=0 net.ipv6.conf.eth0.disable_ipv6=0
ip link set eth0 up
dhclient -1 -cf /run/dhclient.conf -lf /run/dhclient.leases -pf /run/dhclient.pid -sf "$TESTBED/services/lib/lease.sh" eth0

pump=10.41.0.11
ask="mbpoll -0 -1 -q -m tcp -a 1"
nmap -n -sn 10.41.0.1-40
nmap -n -Pn -sT -p 21,22,23,80,102,161,443,502,4840,20000,44818 10.41.0.2 10.41.0.11,12,20
nmap -n -Pn -sT -p 502 --script modbus-discover --script-timeout 8 "$pump" 10.42.0.11
nmap -n -Pn -sT -p 102 --script s7-info 10.41.0.12
sleep 3
$ask -t 4 -r 0 -c 10 "$pump"
sleep 2
$ask -t 4 -r 20 -c 8 "$pump"
sleep 2
$ask -t 4 -r 22 "$pump" 2900      # a set point: accepted
sleep 2
$ask -t 4 -r 24 "$pump" 0 0 0 0   # four set points: accepted
sleep 2
$ask -t 0 -r 1 "$pump" 1          # a pump: accepted
sleep 2
$ask -t 4 -r 23 "$pump" 9999      # out of range: refused
$ask -t 4 -r 300 "$pump" 1        # no such register: refused
$ask -t 4 -r 100 -c 5 "$pump"     # no such registers: refused
true
