package io.serai.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.gateway.FakeSystem.Asked;
import io.serai.gateway.FakeSystem.Reply;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** How the hub says who it is. */
class AuthTest {

    private static final String GET = "direct:system.orders.get";

    private final AtomicInteger tokens = new AtomicInteger();
    private final String first = "first-" + UUID.randomUUID();
    private FakeSystem orders;
    private Hub hub;

    @BeforeEach
    void start() throws Exception {
        orders = new FakeSystem();
        orders.answers(this::service);
    }

    @AfterEach
    void stop() {
        hub.close();
        orders.close();
    }

    private void hub(Map<String, String> more) throws Exception {
        Map<String, String> settings = new HashMap<>();
        settings.put("serai.systems.orders.url", orders.url());
        more.forEach((key, value) -> settings.put("serai.systems.orders." + key, value));
        hub = new Hub("routes/systems/orders.camel.yaml", settings);
    }

    private Map<String, String> oauth(String... more) {
        Map<String, String> settings = new HashMap<>();
        settings.put("auth", "oauth2");
        settings.put("client-id", "hub:1");
        settings.put("client-secret", "s3cret&密");
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return settings;
    }

    /** A refresh token is good once: r1, r2 … after the first. */
    private Reply service(Asked request) {
        if (!request.uri().startsWith("/auth") && !request.uri().startsWith("/elsewhere")) {
            return Reply.json(200, "{\"orderNo\":\"E1\"}");
        }
        if (request.body().contains("grant_type=client_credentials")) {
            return Reply.json(200, "{\"access_token\":\"cc\",\"expires_in\":60}");
        }
        int used = tokens.get();
        String good = used == 0 ? first : "r" + used;
        if (!request.body().contains("refresh_token=" + good)) {
            return Reply.json(400, "{\"error\":\"invalid_grant\"}");
        }
        int next = tokens.incrementAndGet();
        return Reply.json(
                200,
                "{\"access_token\":\"a%d\",\"expires_in\":60,\"refresh_token\":\"r%d\"}"
                        .formatted(next, next));
    }

    private List<String> authorizations() {
        return orders.asked.stream()
                .filter(request -> request.uri().startsWith("/orders"))
                .map(request -> request.headers().get("Authorization"))
                .toList();
    }

    @Test
    void aRefreshTokenThatRotatesIsFollowedAndKeptOverARestart() throws Exception {
        Map<String, String> settings = oauth("oauth.refresh-token", first);
        hub(settings);
        hub.ask(GET, "E1");
        hub.clock.advance(Duration.ofMinutes(2));
        hub.ask(GET, "E2");
        hub.close();
        hub(settings);

        Answer afterRestart = hub.ask(GET, "E3");

        assertThat(afterRestart.error()).isNull();
        assertThat(authorizations()).containsExactly("Bearer a1", "Bearer a2", "Bearer a3");
        assertThat(tokens).hasValue(3);
    }

    @Test
    void aTokenThatCameTooLateForItsMessageIsThereForTheNext() throws Exception {
        CountDownLatch late = new CountDownLatch(1);
        hub(oauth("oauth.refresh-token", first, "patience", "300ms"));
        orders.first(() -> await(late));

        Answer first = hub.ask(GET, "E1");
        late.countDown();

        assertThat(first.error()).isEqualTo("no answer within 300 ms");
        Awaitility.await().until(() -> hub.ask(GET, "E2").error() == null);
        assertThat(tokens).as("it is good once, and no other was asked for").hasValue(1);
    }

    @Test
    void aTokenIsFetchedOnceForAllWhoWaitForItAlsoIfThereIsNone() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        hub(oauth());
        orders.answers(request -> Reply.json(403, "{}"));
        orders.first(() -> await(asked));

        List<CompletableFuture<Answer>> answers =
                Stream.of("E1", "E2", "E3")
                        .map(
                                key ->
                                        CompletableFuture.supplyAsync(
                                                () -> hub.ask(GET, key),
                                                Thread::startVirtualThread))
                        .toList();
        Awaitility.await()
                .until(() -> hub.meters.get("serai.gateway.in.flight").gauge().value() == 3);
        asked.countDown();

        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.join().error()).contains("HTTP 403"));
        assertThat(orders.asked).hasSize(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aNewRefreshTokenInTheSettingsTakesThePlaceOfWhatWasKept() throws Exception {
        hub(oauth("oauth.refresh-token", first));
        hub.ask(GET, "E1");
        hub.close();
        hub(oauth("oauth.refresh-token", "r1"));

        Answer answer = hub.ask(GET, "E2");

        assertThat(answer.error()).isNull();
        assertThat(orders.asked.get(2).body()).contains("refresh_token=r1");
    }

    @Test
    void anAuthorisationThatWasWithdrawnSaysWhatToDo() throws Exception {
        hub(oauth("oauth.refresh-token", "withdrawn"));

        Answer answer = hub.ask(GET, "E1");

        assertThat(answer.error())
                .isEqualTo(
                        "orders gave no token: HTTP 400; check its refresh token, client id and"
                                + " client secret, and authorise the hub anew");
        assertThat(orders.asked).hasSize(1);
    }

    @Test
    void credentialsMayGoByHttpBasicToAnotherAddressWithAScope() throws Exception {
        hub(
                oauth(
                        "oauth.token-url", orders.url() + "/elsewhere/token",
                        "oauth.client", "basic",
                        "oauth.scope", "orders:read"));

        Answer answer = hub.ask(GET, "E1");

        Asked token = orders.asked.getFirst();
        assertThat(answer.error()).isNull();
        assertThat(token.uri()).isEqualTo("/elsewhere/token");
        assertThat(token.body()).isEqualTo("grant_type=client_credentials&scope=orders%3Aread");
        assertThat(token.headers().get("Authorization"))
                .isEqualTo(
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(
                                                "hub%3A1:s3cret%26%E5%AF%86".getBytes("US-ASCII")));
        assertThat(authorizations()).containsExactly("Bearer cc");
    }

    @Test
    void aKeyGoesInItsHeader() throws Exception {
        hub(Map.of("auth", "api-key", "api-key", "k3y", "api-key-header", "X-Shop-Key"));

        hub.ask(GET, "E1");

        assertThat(orders.asked.getFirst().headers()).containsEntry("X-shop-key", "k3y");
    }
}
