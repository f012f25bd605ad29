#!/usr/bin/env bash
# The gateway beside nginx (proxy and proxy_cache) and Spring Cloud Gateway before the same upstream, in turns in one run.
# Needs nginx (Debian: apt-get install nginx-light), Maven, a JDK 25, and the hub packaged or compiled:
#   mvn -q package -DskipTests && bench/gateway.sh [rounds] [seconds]
set -euo pipefail
cd "$(dirname "$0")/.."
source bench/hub.sh
java=$(find_java)
rounds=${1:-3} seconds=${2:-6}
nginx=$(command -v nginx || echo /usr/sbin/nginx)
work=$(mktemp -d)
pids=()
trap 'kill "${pids[@]}" 2>/dev/null; wait 2>/dev/null; [ -n "${KEEP:-}" ] || rm -rf "$work"' EXIT

free_port() { # one at which nobody listens
  local port
  while :; do
    port=$((20000 + RANDOM % 20000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo $port; return; }
  done
}
await() { # PORT: until it is listened at
  for _ in $(seq 1800); do
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return
    sleep 0.1
  done
  echo "nothing at port $1" >&2; exit 1
}

upstream=$(free_port) proxy=$(free_port) cache=$(free_port) scg=$(free_port) hub=$(free_port) ops=$(free_port)
printf '{"orderNo":"E20251111000123","status":"SHIPPED","remark":"%s"}' "$(head -c 930 /dev/zero | tr '\0' x)" > "$work/order"
sed "s/UPSTREAM/$upstream/; s/UPSTREAM/$upstream/g; s/PROXY/$proxy/; s/CACHE/$cache/; s#ROOT#$work#" bench/gateway/nginx.conf > "$work/nginx.conf"
"$nginx" -p "$work" -c "$work/nginx.conf" 2>"$work/nginx.log" & pids+=($!)

[ -f bench/gateway/scg/target/scg-1.jar ] || mvn -q -B -f bench/gateway/scg package
"$java" -XX:+UseParallelGC -Xmx512m -jar bench/gateway/scg/target/scg-1.jar --server.port="$scg" --server.address=127.0.0.1 \
  --upstream="http://127.0.0.1:$upstream" >"$work/scg.log" 2>&1 & pids+=($!)

# The hub as it is run, with every protection on; one system whose answers are kept for an hour, one whose answers are not kept.
classpath=${HUB_CLASSPATH:-}
[ -n "$classpath" ] || { mvn -q -B -Pbench dependency:build-classpath -Dmdep.outputFile="$work/cp" >/dev/null; classpath="target/classes:$(cat "$work/cp")"; }
cp -r config routes connectors "$work/"
cat > "$work/config/integrations.yaml" <<Y
integrations:
  - name: kept
    endpoint: http://127.0.0.1:$upstream
    cache_ttl: 1h
    operations: [{name: order, path: "/orders/{key}"}]
  - name: asked
    endpoint: http://127.0.0.1:$upstream
    cache_ttl: 0s
    stale_for: 1s
    max_concurrent: 64
    per_caller: 64
    operations: [{name: order, path: "/orders/{key}"}]
Y
# With a throughput heap, as on a machine of its own. All calls come from one address, whose rate is still counted, but not limited.
(cd "$work" && exec "$java" -Xms512m -Xmx512m -XX:+UseParallelGC -XX:MetaspaceSize=160m -XX:+UseCompactObjectHeaders --enable-native-access=ALL-UNNAMED \
  --sun-misc-unsafe-memory-access=allow -Dcamel.threads.virtual.enabled=false ${HUB_FLAGS:-} -cp "$(tr ':' '\n' <<<"$classpath" | sed "s#^target#$OLDPWD/target#" | paste -sd:)" io.serai.Serai \
  --spring.profiles.active=sandbox --server.port="$hub" --management.server.port="$ops" \
  --serai.edge.rate.gateway.per-second=1000000 --serai.edge.rate.gateway.burst=1000000 >"$work/hub.log" 2>&1) & pids+=($!)

await "$upstream"; await "$scg"; await "$hub"
for _ in $(seq 300); do http "$ops" GET /observe/health/ready && break; sleep 0.2; done
echo "hub $!, logs in $work" >&2
[ -n "${BENCH_CLASSES:-}" ] || { mkdir "$work/bench"; "${java}c" -proc:none -nowarn -d "$work/bench" -cp "$classpath" bench/src/io/serai/bench/{Gateway,HttpLoad,Options,Samples,Bytes}.java; }
targets="nginx-cached=http://127.0.0.1:$cache/orders/E1,hub-cached=http://127.0.0.1:$hub/gateway/kept/order/E1"
targets+=",nginx-proxied=http://127.0.0.1:$proxy/orders/{n},hub-proxied=http://127.0.0.1:$hub/gateway/asked/order/{n},scg-proxied=http://127.0.0.1:$scg/orders/{n}"
"$java" -Xmx256m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -cp "${BENCH_CLASSES:-$work/bench}:$classpath" \
  io.serai.bench.Gateway --login="http://127.0.0.1:$hub" --rounds="$rounds" --seconds="$seconds" --warmup="${WARMUP:-20}" --targets="$targets"
