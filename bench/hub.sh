# What cold-start.sh and aot-cache.sh share: a JDK, the hub's flags, and HTTP without a client program
# (one that is started fifty times a second would be measured too). Needs bash; no curl.

# Flags the hub is run with. An AOT cache only fits the flags it was made with. -Xms, the small young generation, the free ratios, shrinking
# at once and the trimming give memory back that the start and a rush needed; MetaspaceSize spares the start some full collections.
# A hub that has run out of memory has lost threads and serves nobody, though its process lives: it ends, and is started again.
FLAGS=(-Xms128m -Xmx512m -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -XX:NewRatio=5 -XX:MetaspaceSize=160m
  -XX:MinHeapFreeRatio=5 -XX:MaxHeapFreeRatio=15 -XX:-ShrinkHeapInSteps -XX:TrimNativeHeapInterval=10000
  -XX:+ExitOnOutOfMemoryError --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Dcamel.threads.virtual.enabled=false)

# For a quick start instead of a fast run. With C1 alone the JVM reserves 48 MB for code, and collects the whole heap when 15 % of that is used.
C1=(-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m)

# Prints the java of a JDK 25 or later: JAVA_HOME's, the PATH's, or one in a usual place.
find_java() {
  local java version
  for java in "${JAVA_HOME:+$JAVA_HOME/bin/java}" "$(command -v java)" "$HOME"/.sdkman/candidates/java/*/bin/java "$HOME"/.jdks/*/bin/java \
    /usr/lib/jvm/*/bin/java /opt/*/bin/java /Library/Java/JavaVirtualMachines/*/Contents/Home/bin/java; do
    [ -x "$java" ] || continue
    version=$("$java" -version 2>&1 | sed -n '1s/.*version "\([0-9]*\).*/\1/p')
    if [ "${version:-0}" -ge 25 ]; then
      echo "$java"
      return
    fi
  done
  echo "No JDK 25 or later was found: set JAVA_HOME." >&2
  return 1
}

# http PORT METHOD PATH [BODY [TOKEN]]: sets status (0: no connection) and, for 200, body.
http() {
  local sent=${4:-} line
  status=0 body=
  { exec 3<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || return 1
  printf '%s %s HTTP/1.0\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %s\r\n%s\r\n%s' \
    "$2" "$3" "${#sent}" "${5:+Authorization: Bearer $5$'\r\n'}" "$sent" >&3 2>/dev/null
  read -r -t 30 _ status _ <&3
  if [ "${status:=0}" = 200 ]; then
    while read -r -t 30 line <&3 && [ "$line" != $'\r' ]; do :; done
    read -r -t 30 -d '' body <&3
  fi
  exec 3>&-
  [ "$status" = 200 ]
}

# What a customer and those who run the hub do, some times over.
traffic() {
  local hub=$1 ops=$2 token i
  http "$hub" POST /api/v1/visitors '{"channel":"web","account":"main"}'
  [[ $body =~ \"token\":\"([^\"]+)\" ]] || { echo "POST /api/v1/visitors: $status $body" >&2; return 1; }
  token=${BASH_REMATCH[1]}
  for ((i = 0; i < 30; i++)); do
    http "$hub" POST /api/v1/customer/messages "{\"id\":\"m$i\",\"content\":{\"type\":\"text\",\"text\":\"How do I return it?\"}}" "$token" \
      || { echo "POST /api/v1/customer/messages: $status" >&2; return 1; }
    http "$hub" GET "/api/v1/customer/messages?after=0" "" "$token"
    http "$hub" GET "/services/events?wsdl"
    http "$hub" GET /
    http "$hub" POST /hooks/douyin/main '{}'
    http "$hub" GET /gateway/order/E20260101000001
    http "$ops" GET /observe/health/ready
    http "$ops" GET /observe/metrics
  done
}
