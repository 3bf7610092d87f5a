#!/bin/bash
# On the office workstation: straight to the historian over plain HTTP, past the DMZ and its mirror (curl).
for _ in 1 2 3 4; do
    curl -sS http://historian.harbour.example/ http://historian.harbour.example/trend.json
    curl -sS -u accounts:water http://historian.harbour.example/reports/month.csv
    sleep 4
done
