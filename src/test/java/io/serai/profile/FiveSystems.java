package io.serai.profile;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.event.Json;
import io.serai.gateway.FakeSystem;
import io.serai.gateway.FakeSystem.Asked;
import io.serai.gateway.FakeSystem.Reply;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Five systems that speak their own protocols over real sockets and count what they are asked. */
public final class FiveSystems implements AutoCloseable {

    static final List<String> ROUTES =
            List.of(
                    "routes/systems/orders.camel.yaml",
                    "routes/systems/crm.camel.yaml",
                    "routes/systems/erp.camel.yaml",
                    "routes/systems/tickets.camel.yaml",
                    "routes/systems/browsing.camel.yaml",
                    "routes/systems/tracking.camel.yaml");

    private static final Pattern CODE = Pattern.compile("<(?:\\w+:)?customerCode>([^<]+)<");

    final FakeSystem crm = new FakeSystem();
    final FakeSystem orders = new FakeSystem();
    final FakeSystem tickets = new FakeSystem();
    final FakeSystem browsing = new FakeSystem();
    final FakeSystem tracking = new FakeSystem();

    public FiveSystems() throws IOException {
        this(() -> {});
    }

    /**
     * @param first what each does before it answers, such as take its time
     */
    public FiveSystems(Runnable first) throws IOException {
        crm.answers(FiveSystems::customers);
        orders.answers(
                request ->
                        each(
                                request,
                                "{\"customerCode\":\"%1$s\",\"orderNo\":\"E%2$d\",\"status\":\"PAID\","
                                    + "\"total\":{\"amount\":\"9.90\",\"currency\":\"CNY\"}}",
                                3));
        tickets.answers(
                request ->
                        each(
                                request,
                                "{\"customerCode\":\"%1$s\",\"id\":\"T%2$d\",\"subject\":\"退款\"}",
                                1));
        browsing.answers(
                request ->
                        each(
                                request,
                                "{\"customerCode\":\"%1$s\",\"sku\":\"S%2$d\",\"title\":\"杯\"}",
                                4));
        tracking.answers(FiveSystems::parcels);
        all().forEach(system -> system.first(first));
    }

    public List<FakeSystem> all() {
        return List.of(crm, orders, tickets, browsing, tracking);
    }

    public Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        settings.put("serai.systems.crm.url", crm.url() + "/graphql");
        settings.put("serai.systems.orders.url", orders.url());
        settings.put("serai.systems.tickets.url", tickets.url());
        settings.put("serai.systems.browsing.url", browsing.url());
        settings.put("serai.systems.tracking.url", tracking.url());
        settings.put("serai.systems.erp.url", "http://erp.invalid");
        return settings;
    }

    private static Reply each(Asked request, String template, int times) {
        String query = URI.create(request.uri()).getRawQuery();
        Map<String, String> given = new LinkedHashMap<>();
        for (String pair : query.split("&")) {
            String[] parts = pair.split("=", 2);
            given.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return Reply.json(
                200,
                Arrays.stream(given.getOrDefault("customers", "").split(","))
                        .flatMap(
                                code ->
                                        IntStream.rangeClosed(1, times)
                                                .mapToObj(at -> template.formatted(code, at)))
                        .collect(Collectors.joining(",", "[", "]")));
    }

    private static Reply customers(Asked request) {
        try {
            JsonNode keys = Json.MAPPER.readTree(request.body()).at("/variables/keys");
            return Reply.json(
                    200,
                    keys.valueStream()
                            .map(
                                    key ->
                                            "{\"code\":\"%s\",\"name\":\"张三\",\"level\":3,\"tags\":[\"老客户\"]}"
                                                    .formatted(key.asText()))
                            .collect(Collectors.joining(",", "{\"data\":{\"customers\":[", "]}}")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Reply parcels(Asked request) {
        String parcels =
                CODE.matcher(request.body())
                        .results()
                        .map(
                                code ->
                                        "<p:parcel><p:customerCode>%s</p:customerCode><p:orderNo>E1</p:orderNo><p:carrier>SF</p:carrier><p:trackingNo>SF1</p:trackingNo><p:status>SENT</p:status></p:parcel>"
                                                .formatted(code.group(1)))
                        .collect(Collectors.joining());
        return Reply.of(
                200,
                "text/xml; charset=utf-8",
                "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>"
                        + "<p:ListParcelsResponse xmlns:p=\"http://tracking.example.cn/v1/types\">"
                        + parcels
                        + "</p:ListParcelsResponse></s:Body></s:Envelope>");
    }

    @Override
    public void close() {
        all().forEach(FakeSystem::close);
    }
}
