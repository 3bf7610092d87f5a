#!/bin/bash
# mirror-push SECONDS: the historian hands its trends out to the mirror in the DMZ, over TLS (curl).
while sleep "$1"; do
    curl -ksS -T /run/www/trend.json https://mirror.harbour.example/trends/trend.json
done
