#!/bin/bash
# Telnet with a name and a password (inetutils).
cp /etc/passwd /run/passwd
cp /etc/shadow /run/shadow
echo 'admin:x:1900:1900:Switch administrator:/run:/bin/sh' >> /run/passwd
echo "admin:$(openssl passwd -6 private):20000:0:99999:7:::" >> /run/shadow
mount --bind /run/passwd /etc/passwd
mount --bind /run/shadow /etc/shadow
echo "$MAKER $MODEL $VERSION" > /run/motd
mount --bind /run/motd /etc/motd
mount -t tmpfs tmpfs /etc/update-motd.d
echo 'telnet stream tcp nowait root /usr/sbin/telnetd telnetd -h' > /run/inetd.conf
exec inetutils-inetd -d /run/inetd.conf
