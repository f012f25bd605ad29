package io.serai.edge;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;

import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The way of a request to a route that starts with {@code platform-http}, and back. */
@SpringBootTest(
        classes = {EdgeSlice.class, RouteHttpTest.Behind.class},
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "spring.threads.virtual.enabled=true",
            "serai.security.secret-file=target/edge/secret"
        })
@ExtendWith(OutputCaptureExtension.class)
class RouteHttpTest {

    @LocalServerPort int port;
    @Autowired Behind behind;

    static class Behind {

        final List<DispatcherType> dispatches = new CopyOnWriteArrayList<>();

        @Bean
        FilterRegistrationBean<Filter> noting() {
            FilterRegistrationBean<Filter> noting =
                    new FilterRegistrationBean<>(
                            (request, response, rest) -> {
                                dispatches.add(request.getDispatcherType());
                                rest.doFilter(request, response);
                            });
            noting.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
            noting.setAsyncSupported(true);
            return noting;
        }

        @Bean
        RouteBuilder routes() {
            return new RouteBuilder() {
                @Override
                public void configure() {
                    from("platform-http:/hooks/at-once")
                            .process(
                                    it ->
                                            it.getMessage()
                                                    .setBody(
                                                            "virtual "
                                                                    + Thread.currentThread()
                                                                            .isVirtual()));
                    from("platform-http:/hooks/elsewhere")
                            .threads(1)
                            .setBody(constant("elsewhere"));
                }
            };
        }
    }

    @BeforeEach
    void nobodyAsked() {
        behind.dispatches.clear();
    }

    @Test
    void aRouteRunsOnTheRequestsOwnThreadAndTheFiltersSeeTheRequestOnce() throws Exception {
        assertThat(get("/hooks/at-once").body()).isEqualTo("virtual true");
        assertThat(behind.dispatches).containsExactly(DispatcherType.REQUEST);
    }

    @Test
    void theRequestWaitsForARouteThatGoesOnElsewhere() throws Exception {
        assertThat(get("/hooks/elsewhere").body()).isEqualTo("elsewhere");
        assertThat(behind.dispatches).containsExactly(DispatcherType.REQUEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"12 Nanjing Road", "address=12+Nanjing+Road&"})
    void aBodyThatIsNotWhatItIsSaidToBeIsRefusedAndNotRepeatedInTheLog(
            String form, CapturedOutput log) throws Exception {
        HttpResponse<String> refused =
                send(
                        request("/hooks/at-once")
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString(form))
                                .build());

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("Content-Type");
        assertThat(log).contains("/hooks/at-once").doesNotContain("Nanjing");
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(request(path).build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString());
        }
    }
}
