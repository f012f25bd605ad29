#!/usr/bin/env bash
# Is the hub ready? Asks its ops port as any load balancer would, with nothing but bash: the image has no HTTP client.
#
#   healthcheck.sh [PORT]
port=${1:-9876}
{ exec 3<>"/dev/tcp/127.0.0.1/$port"; } 2>/dev/null || { echo "nothing listens on port $port"; exit 1; }
printf 'GET /observe/health/ready HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
read -r -t 3 _ status _ <&3
[ "$status" = 200 ] || { echo "/observe/health/ready says ${status:-nothing}"; exit 1; }
