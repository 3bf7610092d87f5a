#!/bin/bash
# What an office does: the intranet, a mail, and the plant's trends from the mirror (curl).
while sleep 12; do
    curl -sS http://office-server.harbour.example/
    curl -ksS https://mirror.harbour.example/trends/trend.json
    curl -sS smtp://office-server.harbour.example --mail-from accounts@harbour.example --mail-rcpt board@harbour.example \
        -T - <<< $'Subject: water sold today\r\n\r\n4711 cubic metres.\r'
done
