#!/usr/bin/env bash
# Makes the JDK's AOT cache for an extracted hub: starts it, gives it real traffic, ends it, and the JVM writes the cache.
#
#   bench/aot-cache.sh APP_DIR CACHE [argument of the hub ...]
#
# APP_DIR is what `java -Djarmode=tools -jar serai.jar extract --destination APP_DIR` made. Run it in a folder with config/,
# routes/ and connectors/. The cache only fits the same JVM, APP_DIR's path and the flags in hub.sh.
set -u
. "$(dirname "${BASH_SOURCE[0]}")/hub.sh"
[ $# -ge 2 ] || { sed -n '2,7s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2; }
app=$1 cache=$2
shift 2
hub=${HUB_PORT:-18080} ops=${OPS_PORT:-19876}
java=$(find_java) || exit 1
data=$(mktemp -d)
pid=
trap '[ -z "$pid" ] || kill -KILL "$pid"; rm -rf "$data"' EXIT

"$java" "${FLAGS[@]}" -XX:AOTCacheOutput="$cache" -jar "$app/serai.jar" --server.port="$hub" --management.server.port="$ops" \
  --serai.store.url="jdbc:h2:file:$data/serai" --serai.security.secret-file="$data/secret" --serai.reload.last-good="$data/last-good" \
  --serai.search.folder="$data/search" "$@" >"$cache.log" 2>&1 &
pid=$!
until http "$ops" GET /observe/health/ready; do
  kill -0 "$pid" 2>/dev/null || { echo "The hub did not start, see $cache.log" >&2; exit 1; }
  sleep 0.2
done
traffic "$hub" "$ops" || exit 1
kill -TERM "$pid"
wait "$pid"
pid=
[ -s "$cache" ] || { echo "No cache was written, see $cache.log" >&2; exit 1; }
rm -f "$cache.log"
