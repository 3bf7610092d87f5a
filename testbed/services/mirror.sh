#!/bin/bash
# Mirror of the historian: takes trends and shows them, over TLS only (nginx).
. "$TESTBED/services/lib/nginx.sh"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 365 \
    -subj "/O=Harbour Water Works/CN=$HOST.harbour.example" -keyout /run/tls.key -out /run/tls.pem
nginx_serve <<'EOF'
listen 443 ssl; ssl_certificate /run/tls.pem; ssl_certificate_key /run/tls.key;
root /run/www; dav_methods PUT; create_full_put_path on;
EOF
