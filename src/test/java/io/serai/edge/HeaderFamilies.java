package io.serai.edge;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Names by which a caller would command one of Camel's components, were they let in as headers: the
 * families of CVE-2026-49098, -46592, -49099, -46726, -78164 and their kin.
 */
public final class HeaderFamilies {

    public static final String EVIL = "evil-value";

    private HeaderFamilies() {}

    /** Every name, plain and in other cases. */
    public static List<String> names() {
        return base().flatMap(
                        name ->
                                Stream.of(
                                        name,
                                        name.toLowerCase(Locale.ROOT),
                                        name.toUpperCase(Locale.ROOT)))
                .distinct()
                .toList();
    }

    /** The names, each once, with a value that would do harm. */
    public static Map<String, Object> headers() {
        return base().distinct()
                .collect(
                        Collectors.toMap(
                                name -> name,
                                name ->
                                        name.toLowerCase(Locale.ROOT).contains("uri")
                                                ? "http://127.0.0.1:1/" + EVIL
                                                : EVIL));
    }

    private static Stream<String> base() {
        return Stream.of(
                "kafka.OVERRIDE_TOPIC",
                "kafka.PARTITION_KEY",
                "kafka.KEY",
                "kafka.OVERRIDE_TIMESTAMP",
                "CamelKafkaOverrideTopic",
                "operationName",
                "operationNamespace",
                "SOAPAction",
                "sObjectQuery",
                "sObjectSearch",
                "sObjectName",
                "sObjectId",
                "sObjectIdName",
                "apexUrl",
                "apexQueryParam.id",
                "websocket.connectionKey",
                "websocket.sendToAll",
                "CamelHttpUri",
                "CamelRestHttpUri",
                "CamelHttpPath",
                "CamelHttpQuery",
                "CamelHttpMethod",
                "CamelHttpHost",
                "CamelHttpPort",
                "CamelFileName",
                "CamelSqlQuery",
                "CamelJdbcParameters",
                "CamelBeanMethodName",
                "CamelExecCommandExecutable",
                "CamelToEndpoint",
                "CamelRedisCommand",
                "CamelMongoDbOperation",
                "CamelLanguageScript",
                "CamelTemplate",
                "org.apache.camel.evil",
                "org.apache.cxf.headers.Header.list",
                "Content-Encoding",
                "X-Forwarded-User",
                "Cookie-Injected",
                "breadcrumbId",
                "JMSDestination",
                "query",
                "variables");
    }
}
