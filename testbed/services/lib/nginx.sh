# nginx_serve: runs nginx over /run/www with the server block given on standard input.
nginx_serve() {
    mkdir -p /run/www
    cat > /run/nginx.conf <<EOF
user root;
worker_processes 1;
pid /run/nginx.pid;
error_log stderr;
events { worker_connections 64; }
http {
    access_log off;
    server_tokens on;
    client_body_temp_path /run/body;
    proxy_temp_path /run/proxy;
    fastcgi_temp_path /run/fastcgi;
    uwsgi_temp_path /run/uwsgi;
    scgi_temp_path /run/scgi;
    server { $(cat) }
}
EOF
    exec nginx -g 'daemon off;' -c /run/nginx.conf
}
