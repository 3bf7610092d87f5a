#!/bin/bash
# Takes the office's mail and forgets it (aiosmtpd).
exec /usr/bin/python3 -m aiosmtpd -n -l 0.0.0.0:25
