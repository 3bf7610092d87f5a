#!/bin/bash
# Called by udhcpc and by dhclient with a lease in the environment: put it on eth0.
case "${1:-$reason}" in
bound | renew | BOUND | RENEW | REBOOT)
    ip address replace "${ip:-$new_ip_address}/24" dev eth0
    ip route replace default via "${router:-$new_routers}"
    ;;
esac
exit 0
