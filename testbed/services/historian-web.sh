#!/bin/bash
# Trends of the historian over plain HTTP; /reports/ asks for a name and a password, also plain (nginx).
. "$TESTBED/services/lib/nginx.sh"
mkdir -p /run/www/reports
echo '<h1>Historian</h1>' > /run/www/index.html
seq -f '{"t":%g,"flow":211.4,"turbidity":0.31}' 1 60 > /run/www/trend.json
seq -f 'day %g;4711 m3' 1 31 > /run/www/reports/month.csv
echo "accounts:$(openssl passwd -apr1 water)" > /run/www.accounts
nginx_serve <<'EOF'
listen 80; root /run/www;
location /reports/ { auth_basic "Reports"; auth_basic_user_file /run/www.accounts; }
EOF
