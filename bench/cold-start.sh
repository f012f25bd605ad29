#!/usr/bin/env bash
# Cold start of the packaged hub: from spawning it to the first 200 on a Camel route and on the readiness probe.
#
#   mvn -q -Paot package -DskipTests && bench/cold-start.sh [ROUNDS [PROFILE]]       PROFILE: production (default) or sandbox
#
# Only production starts with the beans that -Paot packaged ("spring-aot" and the two with a cache); sandbox works them out each time.
# The variants take turns, so that a busy machine slows all alike; compare the ratios and the CPU seconds. Linux, bash, and a JDK 25.
# Every start has an empty ledger. HUB_PORT and OPS_PORT choose the ports.
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/hub.sh"
rounds=${1:-5} profile=${2:-production}
hub=${HUB_PORT:-18080} ops=${OPS_PORT:-19876}
project=$(dirname "$here")
jar=$project/target/serai.jar
[ -f "$jar" ] || { echo "Package the hub first: mvn -q -Paot package -DskipTests" >&2; exit 1; }
java=$(find_java) || exit 1
export JAVA_HOME=${java%/bin/java}
work=$project/target/cold-start
rm -rf "$work" && mkdir -p "$work/home" && cp -r "$project/config" "$project/routes" "$project/connectors" "$work/home/" || exit 1
cd "$work/home" || exit 1
given=()
[ "$profile" = production ] || given=("--spring.profiles.active=$profile")
pid=
trap '[ -z "$pid" ] || kill -KILL "$pid"' EXIT

"$java" -Djarmode=tools -jar "$jar" extract --destination "$work/app" >/dev/null || exit 1
HUB_PORT=$hub OPS_PORT=$ops "$here/aot-cache.sh" "$work/app" "$work/serai.aot" "${given[@]}" || exit 1
echo "$("$java" -version 2>&1 | sed -n 2p), profile $profile, $(nproc) CPUs, load$(uptime | sed 's/.*average//')"
echo "AOT cache: $(($(wc -c <"$work/serai.aot") / 1000000)) MB"

seconds() { # from microseconds
  printf '%d.%02d' $(($1 / 1000000)) $(($1 % 1000000 / 10000))
}

# once NAME java-argument...: appends "route-us ready-us cpu-us rss-kb" to NAME's results
once() {
  local name=$1 start route ready stat rss
  shift
  rm -rf data
  start=${EPOCHREALTIME/./}
  "$java" "$@" --server.port="$hub" --management.server.port="$ops" "${given[@]}" >"$work/$name.log" 2>&1 &
  pid=$!
  until http "$hub" GET "/services/events?wsdl"; do
    kill -0 "$pid" 2>/dev/null || { echo "$name did not start, see $work/$name.log" >&2; exit 1; }
    sleep 0.02
  done
  route=$((${EPOCHREALTIME/./} - start))
  until http "$ops" GET /observe/health/ready; do sleep 0.01; done
  ready=$((${EPOCHREALTIME/./} - start))
  read -r stat <"/proc/$pid/stat"
  stat=(${stat##*) })
  rss=$(sed -n 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$pid/status")
  echo "$route $ready $(((stat[11] + stat[12]) * 1000000 / $(getconf CLK_TCK))) $rss" >>"$work/$name.results"
  kill -KILL "$pid"
  wait "$pid" 2>/dev/null
  pid=
}

extracted=("${FLAGS[@]}" -jar "$work/app/serai.jar")
for ((round = 1; round <= rounds; round++)); do
  once fat-jar -Dspring.aot.enabled=false -jar "$jar"
  once extracted -Dspring.aot.enabled=false "${extracted[@]}"
  once spring-aot "${extracted[@]}"
  once aot-cache -XX:AOTCache="$work/serai.aot" "${extracted[@]}"
  once aot-cache-c1 -XX:AOTCache="$work/serai.aot" "${C1[@]}" "${extracted[@]}"
  echo "round $round of $rounds done" >&2
done

# column NAME N: sets min and median of a column
column() {
  local sorted
  mapfile -t sorted < <(cut -d' ' -f"$2" "$work/$1.results" | sort -n)
  min=${sorted[0]} median=${sorted[$((${#sorted[@]} / 2))]}
}
printf '\n%-13s | %-20s | %-20s | %-18s | %-9s | %s\n' "seconds" "route min / median" "ready min / median" "CPU min / median" "RSS" "fat jar's share: ready, CPU (min)"
for name in fat-jar extracted spring-aot aot-cache aot-cache-c1; do
  column $name 1; route="$(seconds $min) / $(seconds $median)"
  column $name 2; ready="$(seconds $min) / $(seconds $median)"; readyMin=$min
  column $name 3; cpu="$(seconds $min) / $(seconds $median)"; cpuMin=$min
  [ $name = fat-jar ] && fatReady=$readyMin fatCpu=$cpuMin
  column $name 4; rss="$((median / 1024)) MB"
  printf '%-13s | %-20s | %-20s | %-18s | %-9s | %d %%, %d %%\n' $name "$route" "$ready" "$cpu" "$rss" $((readyMin * 100 / fatReady)) $((cpuMin * 100 / fatCpu))
done
