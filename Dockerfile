# The hub with a JDK AOT cache, trained while the image is built. First on this machine, with Maven on a JDK 25: mvn -Paot package
#
#   docker build -t serai .
#   docker run -p 8080:8080 -p 127.0.0.1:9876:9876 -v serai-data:/serai/data serai
#
# Mount your own config/, routes/ and connectors/ over the ones in the image; a hub of your own connectors starts as fast.
FROM eclipse-temurin:25-jre AS build
WORKDIR /build
COPY target/serai.jar .
RUN java -Djarmode=tools -jar serai.jar extract --destination /serai/app
WORKDIR /serai
COPY config config
COPY routes routes
COPY connectors connectors
COPY bench/hub.sh bench/aot-cache.sh /build/
# The cache fits this JVM, /serai/app and the flags in bench/hub.sh; the entry point gives the same.
RUN bash /build/aot-cache.sh app /serai/serai.aot

FROM eclipse-temurin:25-jre
ARG VERSION=local
LABEL org.opencontainers.image.title="Serai" \
      org.opencontainers.image.description="A self-hosted customer-service integration hub on Apache Camel." \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}"
WORKDIR /serai
COPY --from=build /serai .
COPY deploy/healthcheck.sh .
# Its data is all it may write; own/ is where settings of your own are mounted.
RUN useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin serai \
    && mkdir -p data own && chown serai:serai data
USER 10001:10001
VOLUME /serai/data
# 8080: customers, agents, platforms. 9876: health and metrics, never for the public.
EXPOSE 8080 9876
# The hub drains when it gets this: give it 60 s before a kill.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=4s --start-period=60s --retries=3 CMD ["bash", "healthcheck.sh", "9876"]
# The heap, apart so that it can be set without the other flags.
ENV JDK_JAVA_OPTIONS="-Xmx512m"
ENTRYPOINT ["java", "-XX:AOTCache=serai.aot", "-Xms128m", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-XX:NewRatio=5", "-XX:MetaspaceSize=160m", "-XX:MinHeapFreeRatio=5", "-XX:MaxHeapFreeRatio=15", "-XX:-ShrinkHeapInSteps", "-XX:TrimNativeHeapInterval=10000", "-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-Dcamel.threads.virtual.enabled=false", "-jar", "app/serai.jar"]
