#!/bin/bash
# On the engineering station: copy the panel's recipes to the office's file server, both ways by plain FTP (lftp).
copy=$(mktemp -d /run/backup.XXXX)
plain='set ftp:ssl-allow no; set net:max-retries 3; set net:timeout 10'
lftp -e "$plain; mirror / $copy; bye" ftp://backup:nightly@hmi-a
lftp -e "$plain; mirror -R $copy /hmi-a; bye" ftp://backup:nightly@office-server
