#!/bin/bash
# Web page of the office (nginx).
. "$TESTBED/services/lib/nginx.sh"
mkdir -p /run/www
echo '<h1>Harbour Water Works</h1><p>Canteen: fish.</p>' > /run/www/index.html
nginx_serve <<'EOF'
listen 80; root /run/www;
EOF
