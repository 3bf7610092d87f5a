#!/bin/bash
# SSH for one key, which the office workstation holds (OpenSSH).
mkdir -p /run/sshd
ssh-keygen -q -t ed25519 -N '' -f /run/host_key
cat > /run/sshd_config <<EOF
HostKey /run/host_key
AuthorizedKeysFile $MAINTENANCE_KEY.pub
PasswordAuthentication no
StrictModes no
PidFile /run/sshd.pid
EOF
exec /usr/sbin/sshd -D -e -f /run/sshd_config
