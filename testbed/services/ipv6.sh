#!/bin/bash
# This host speaks IPv6 on its own link, as office machines do unasked.
sysctl -q net.ipv6.conf.all.disable_ipv6=0 net.ipv6.conf.eth0.disable_ipv6=0
