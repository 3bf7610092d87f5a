#!/bin/bash
# ftp-server FOLDER: plain FTP with one account (pyftpdlib).
mkdir -p "$1"
for recipe in winter summer flood; do
    seq -f "$recipe;step %g;pump 2;1450 rpm" 1 400 > "$1/$recipe.csv"
done
exec /usr/bin/python3 -m pyftpdlib -i 0.0.0.0 -p 21 -w -d "$1" -u backup -P nightly
