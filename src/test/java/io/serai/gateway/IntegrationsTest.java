package io.serai.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.serai.gateway.Answer.State;
import io.serai.gateway.FakeSystem.Asked;
import io.serai.gateway.FakeSystem.Reply;
import io.serai.reload.BadFileException;

import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.env.MockEnvironment;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** The short form of REST systems. */
@ExtendWith(OutputCaptureExtension.class)
class IntegrationsTest {

    private static final Path FILE = Path.of("integrations.yaml");
    private static final String POINTS = "direct:system.loyalty.points";

    private final MockEnvironment environment =
            new MockEnvironment().withProperty("LOYALTY_KEY", "k3y");
    private FakeSystem loyalty;
    private Hub hub;
    private Integrations integrations;

    @BeforeEach
    void start() throws Exception {
        loyalty = new FakeSystem();
        loyalty.answers(request -> Reply.json(200, "{\"code\":0,\"data\":{\"points\":7}}"));
        hub =
                new Hub(
                        "routes/systems/orders.camel.yaml",
                        Map.of("serai.systems.orders.url", "http://orders.invalid"));
        integrations = new Integrations(Path.of("config"), hub.systems, environment);
    }

    @AfterEach
    void stop() {
        hub.close();
        loyalty.close();
    }

    private String text(String... changes) {
        String text =
                """
                integrations:
                  - name: loyalty
                    endpoint: %s/api/
                    auth_type: api_key
                    api_key: ${LOYALTY_KEY}
                    cache_ttl: 60s
                    timeout: 20s
                    retry_policy: {max_attempts: 2}
                    operations:
                      - name: points
                        path: /members/{key}/points?full=true
                        code_at: /code
                        result_at: /data
                      - name: grant
                        path: /members/{member}/grants
                        method: POST
                """
                        .formatted(loyalty.url());
        for (int i = 0; i < changes.length; i += 2) {
            assertThat(text).contains(changes[i]);
            text = text.replace(changes[i], changes[i + 1]);
        }
        return text;
    }

    /** As the live reload does with everything but what needs a web server. */
    private void apply(String text) throws Exception {
        integrations.apply(Map.of(FILE, text));
        for (Map.Entry<String, IntegrationRoutes> one : integrations.inForce().entrySet()) {
            hub.loadText(one.getKey() + ".camel.yaml", one.getValue().systems());
        }
    }

    private Exchange grant(String member) {
        return hub.camel
                .createFluentProducerTemplate()
                .to("direct:system.loyalty.grant")
                .withBody(Map.of("member", member))
                .send();
    }

    @Test
    void anIntegrationIsAskedLikeASystemWithRoutesOfItsOwn() throws Exception {
        apply(text());

        Answer first = hub.ask(POINTS, "m 1".replace(" ", "-"));
        hub.clock.advance(Duration.ofSeconds(50));
        Answer second = hub.ask(POINTS, "m-1");
        Answer nonsense = hub.ask(POINTS, "../m");

        assertThat(first.data()).hasToString("{\"points\":7}");
        assertThat(second.state()).isEqualTo(State.CACHED);
        assertThat(nonsense.error()).startsWith("a key is of the pattern");
        Asked asked = loyalty.asked.getFirst();
        assertThat(loyalty.asked).hasSize(1);
        assertThat(asked.uri()).isEqualTo("/api/members/m-1/points?full=true");
        assertThat(asked.headers()).containsEntry("X-api-key", "k3y");
    }

    @Test
    void oneWithoutOperationsHasConnectionsForRoutesWrittenByHandAndNoneOfItsOwn()
            throws Exception {
        integrations.apply(
                Map.of(
                        FILE,
                        """
                        integrations:
                          - name: loyalty
                            endpoint: http://127.0.0.1:9
                            operations: []
                        """));

        assertThat(integrations.inForce()).containsOnlyKeys("loyalty");
        assertThat(integrations.routes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/members/{key}/points?full=true&lang=zh, /members/a-b/points?full=true&lang=zh",
        "/points?of={key}&full, /points?of=a-b&full",
        "/points?member={key}&sort=a+b, /points?member=a-b&sort=a+b",
        "/all%20of/{key}/a%2Fb?at=a%26b%3D, /all%20of/a-b/a%2Fb?at=a%26b%3D"
    })
    void aPathIsSentAsItIsWritten(String path, String uri) throws Exception {
        apply(text("/members/{key}/points?full=true", "\"" + path + "\""));

        hub.ask(POINTS, "a-b");

        assertThat(loyalty.asked.getFirst().uri()).isEqualTo("/api" + uri);
    }

    @ParameterizedTest
    @CsvSource({"..", "."})
    void aKeyIsNoStepInThePath(String key) throws Exception {
        apply(text());

        Answer answer = hub.ask(POINTS, key);

        assertThat(answer.error()).startsWith("a key is of the pattern");
        Exception failure = grant(key).getException();
        assertThat(failure).isInstanceOf(RefusedException.class);
        assertThat(loyalty.asked).isEmpty();
    }

    @Test
    void aSystemThatTakesNoConnectionIsCalledAgain() throws Exception {
        apply(text());
        loyalty.close();

        Answer answer = hub.ask(POINTS, "m1");

        assertThat(answer.error()).isEqualTo("it cannot be reached");
        assertThat(hub.meters.get("serai.gateway.call").tags("system", "loyalty").timer().count())
                .isEqualTo(2);
    }

    @Test
    void itIsHeldToTheSamePolicy() throws Exception {
        apply(text());
        loyalty.answers(request -> Reply.json(503, "{}"));

        Answer answer = hub.ask(POINTS, "m1");

        assertThat(answer.error()).isEqualTo("it is out of order (HTTP 503)");
        assertThat(loyalty.asked).as("max_attempts").hasSize(2);
        assertThat(hub.meters.get("serai.gateway.call").tags("system", "loyalty").timer().count())
                .isEqualTo(2);
    }

    @Test
    void whatChangesSomethingIsSentOnce() throws Exception {
        apply(text());
        loyalty.answers(request -> Reply.json(503, "{}"));

        grant("m1");

        assertThat(loyalty.asked).hasSize(1);
        assertThat(loyalty.asked.getFirst().uri()).isEqualTo("/api/members/m1/grants");
        assertThat(loyalty.asked.getFirst().body()).isEqualTo("{\"member\":\"m1\"}");
    }

    @Test
    void whatChangesSomethingAndFailsIsTold(CapturedOutput log) throws Exception {
        apply(text());
        loyalty.answers(request -> Reply.json(422, "{}"));

        grant("m1");
        hub.ask(POINTS, "m1");

        assertThat(log)
                .contains("system-loyalty.grant failed: it refuses the request (HTTP 422)")
                .as("an answer is told of with what stands in for it")
                .doesNotContain("system-loyalty.points.call failed");
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 202, 205})
    void whatIsDoneNeedsNoWords(int status) throws Exception {
        apply(text());
        loyalty.answers(request -> Reply.of(status, "text/plain", ""));

        Exchange given = grant("m1");

        assertThat(given.getException()).isNull();
        assertThat(given.getMessage().getBody()).isNull();
    }

    @Test
    void whatIsSentIsSentAgainWithANewToken() throws Exception {
        apply(
                text(
                        "auth_type: api_key\n",
                        """
                        auth_type: oauth2
                            client_id: a
                            client_secret: b
                            token_path: /token
                        """,
                        "    api_key: ${LOYALTY_KEY}\n",
                        ""));
        loyalty.answers(
                request -> {
                    if (request.uri().endsWith("/token")) {
                        String token = "t" + loyalty.asked.size();
                        return Reply.json(
                                200,
                                "{\"access_token\":\"%s\",\"expires_in\":%d}"
                                        .formatted(token, Long.MAX_VALUE));
                    }
                    return Reply.json(loyalty.asked.size() == 2 ? 401 : 200, "{}");
                });

        Exchange given = grant("m1");

        assertThat(given.getException()).isNull();
        assertThat(loyalty.asked).hasSize(4);
        assertThat(loyalty.asked.getLast().body()).isEqualTo("{\"member\":\"m1\"}");
        assertThat(loyalty.asked.getLast().headers()).containsEntry("Authorization", "Bearer t3");
    }

    @Test
    void aChangeTakesTheOldOnesPlaceAndTheRestStays() throws Exception {
        String other =
                """
                integrations:
                  - name: stock
                    endpoint: %s/stock
                    operations: [{name: item, path: "/items/{key}"}]
                """
                        .formatted(loyalty.url());
        integrations.apply(Map.of(FILE, text(), Path.of("integrations-2.yaml"), other));
        Map<Path, String> before = integrations.routes();

        integrations.apply(
                Map.of(
                        FILE,
                        text("cache_ttl: 60s", "cache_ttl: 5s"),
                        Path.of("integrations-2.yaml"),
                        other));

        assertThat(integrations.routes())
                .extractingByKey(Path.of("config/integrations-2.yaml/stock.camel.yaml"))
                .isEqualTo(before.get(Path.of("config/integrations-2.yaml/stock.camel.yaml")));
        assertThat(
                        integrations
                                .routes()
                                .get(Path.of("config/integrations.yaml/loyalty.camel.yaml")))
                .contains("ttl: 5000ms")
                .doesNotContain("k3y");

        integrations.apply(Map.of());

        assertThat(integrations.routes()).isEmpty();
        assertThat(hub.camel.getRegistry().lookupByName("loyaltyHttp")).isNull();
    }

    @Test
    void routesOfOneThatIsGoneGoOnWhereOthersStillCallThem() throws Exception {
        apply(text());

        integrations.apply(Map.of());

        assertThat(hub.ask(POINTS, "m-1").data()).hasToString("{\"points\":7}");
    }

    @Test
    void whoAsksWhileOneChangesFindsTheOldOneOrTheNew() throws Exception {
        apply(text());
        AtomicBoolean changing = new AtomicBoolean(true);
        CompletableFuture<Boolean> always =
                CompletableFuture.supplyAsync(
                        () -> {
                            while (changing.get()) {
                                if (hub.systems.connected("loyalty") == null) {
                                    return false;
                                }
                            }
                            return true;
                        });

        for (int ttl = 1; ttl <= 50; ttl++) {
            integrations.apply(Map.of(FILE, text("cache_ttl: 60s", "cache_ttl: " + ttl + "s")));
        }
        changing.set(false);

        assertThat(always.get()).isTrue();
    }

    @Test
    void namesThatLookAlikeAreNotTakenForEachOther() throws Exception {
        loyalty.answers(request -> Reply.json(200, "[\"" + request.uri() + "\"]"));
        apply(
                """
                integrations:
                  - name: a
                    endpoint: %1$s
                    operations: [{name: b-c, path: "/1/{key}"}, {name: b-c-call, path: "/2/{key}"}]
                  - name: a-b
                    endpoint: %1$s
                    operations: [{name: c, path: "/3/{key}"}]
                """
                        .formatted(loyalty.url()));

        assertThat(hub.ask("direct:system.a.b-c", "k").data()).hasToString("[\"/1/k\"]");
        assertThat(hub.ask("direct:system.a.b-c-call", "k").data()).hasToString("[\"/2/k\"]");
        assertThat(hub.ask("direct:system.a-b.c", "k").data()).hasToString("[\"/3/k\"]");
    }

    @Test
    void whatIsWrongWithItsRoutesIsToldOfItsFileAndItsName() throws Exception {
        integrations.apply(Map.of(Path.of("integrations-2.yaml"), text()));

        assertThat(integrations.routes())
                .containsOnlyKeys(Path.of("config/integrations-2.yaml/loyalty.camel.yaml"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"integrations-2.yaml", "integrations.yml"})
    void oneOfTwoThatHaveTheSameNameIsRefusedAndNotTheOneInForce(String later) throws Exception {
        Path other = Path.of(later);
        integrations.apply(Map.of(FILE, text()));

        BadFileException refusal =
                catchThrowableOfType(
                        BadFileException.class,
                        () ->
                                integrations.apply(
                                        new TreeMap<>(Map.of(FILE, text(), other, text()))));

        assertThat(refusal.file()).isEqualTo(other);
        assertThat(refusal).hasMessage("'loyalty' also stands in integrations.yaml: keep one");
    }

    @ParameterizedTest
    @CsvSource({
        "/members/{key}/points, /v2/{key}",
        "/api/, /v2/",
        "result_at: /data, result_at: /code"
    })
    void whatTheOldOneSaidIsNotGivenForTheNewOne(String before, String after) throws Exception {
        apply(text());
        Answer old = hub.ask(POINTS, "m1");
        loyalty.answers(request -> Reply.json(200, "{\"code\":0,\"data\":{\"points\":8}}"));

        apply(text("cache_ttl: 60s", "cache_ttl: 70s"));
        Answer kept = hub.ask(POINTS, "m1");
        apply(text(before, after));
        Answer asked = hub.ask(POINTS, "m1");

        assertThat(kept.state()).as("its address is still the same").isEqualTo(State.CACHED);
        assertThat(asked.state()).isEqualTo(State.FRESH);
        assertThat(asked.data()).isNotEqualTo(old.data());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name: loyalty       | name: Loyalty       | 2  | a name has small letters, digits"
                        + " and -, at most 32, and begins with a letter",
                "name: loyalty       | name: null          | 2  | text is expected here",
                "name: loyalty       | name: orders        | 0  | 'orders' is a system of"
                        + " serai.systems already: give this one another name",
                "cache_ttl: 60s      | cache_ttl: 60       | 6  | 'cache_ttl' is a time with its"
                        + " unit, such as 500ms or 30s",
                "timeout: 20s        | timeout: 99999999999999d | 7 | 'timeout' is a time with its"
                        + " unit, such as 500ms or 30s",
                "endpoint: http      | endpoint: grpc      | 3  | 'endpoint' is an http or https"
                        + " URL; for any other system write a route",
                "endpoint: http://127.0.0.1: | endpoint: http://127.0.0.1:9 | 2 | endpoint: port ",
                "auth_type: api_key  | auth_type: magic    | 4  | 'auth_type' is one of none,"
                        + " basic, api_key, jwt, oauth2",
                "auth_type: api_key  | token_url: \"a b\"  | 4  | 'token_url' is an http or https"
                        + " URL",
                "auth_type: api_key  | token_url: file:///etc/passwd | 4 | 'token_url' is an http"
                        + " or https URL",
                "auth_type: api_key  | api_key_header: \"X Key\" | 4 | 'api_key_header' is the name"
                        + " of an HTTP header",
                "auth_type: api_key  | token_url: http://169.254.169.254/ | 2 | token_url: its host"
                        + " is at a link-local, metadata or reserved address",
                "auth_type: api_key  | token_path: token   | 4  | 'token_path' begins with /",
                "auth_type: api_key  | auth_type: basic    | 2  | username must be set, because"
                        + " auth_type is basic",
                "${LOYALTY_KEY}      | ${NO_SUCH_KEY}      | 5  | 'api_key' names a setting or"
                        + " environment variable that is not there",
                "{max_attempts: 2}   | often               | 8  | 'retry_policy' is none, how often"
                        + " a call is repeated (1 to 10), or {max_attempts: n}; the pauses are in"
                        + " routes/systems/calls.camel.yaml",
                "method: POST        | method: FETCH       | 16 | 'method' is one of GET, POST,"
                        + " PUT, PATCH, DELETE",
                "/{key}/points       | /points             | 11 | 'path' of a GET has {key} and no"
                        + " other variable; for more write a route",
                "/members/{key}/points | members/{key}     | 11 | 'path' begins with / and is a"
                        + " URL's path and query, with {key} in it",
                "/{key}/points       | /{key}/100%         | 11 | 'path' begins with / and is a"
                        + " URL's path and query, with {key} in it",
                "/members/{key}      | //members/{key}     | 11 | 'path' begins with / and is a"
                        + " URL's path and query, with {key} in it",
                "timeout: 20s        | timeout: 25d        | 2  | connections must be at least 1,"
                        + " connect_timeout, timeout and patience more than 0 and at most a day",
                "/members/{key}      | /../{key}           | 11 | 'path' has a step of . or ..,"
                        + " which leads elsewhere",
                "/members/{member}   | /members/./{member} | 15 | 'path' has a step of . or ..,"
                        + " which leads elsewhere",
                "code_at: /code      | code_at: code       | 12 | a JSON Pointer is expected, such"
                        + " as /data/item",
                "name: grant         | name: points        | 2  | two operations of 'loyalty' have"
                        + " the same name",
                "timeout: 20s        | time_out: 20s       | 7  | unknown field 'time_out': known"
                        + " are",
                "integrations:       | systems:            | 2  | unknown field 'systems': known"
                        + " are integrations"
            })
    void aFileThatIsWrongIsRefusedWithItsLineAndChangesNothing(
            String good, String bad, int line, String message) throws Exception {
        apply(text());
        Map<Path, String> before = integrations.routes();

        BadFileException refusal =
                catchThrowableOfType(
                        BadFileException.class,
                        () -> integrations.apply(Map.of(FILE, text(good, bad))));

        assertThat(refusal).isNotNull().hasMessageStartingWith(message);
        assertThat(refusal.line()).isEqualTo(line);
        assertThat(refusal.file()).isEqualTo(FILE);
        assertThat(integrations.routes()).isEqualTo(before);
        assertThat(hub.ask(POINTS, "m1").data()).isNotNull();
    }

    @Test
    void anEndpointAtAForbiddenAddressIsRefused() {
        assertThatThrownBy(
                        () ->
                                integrations.apply(
                                        Map.of(
                                                FILE,
                                                text(
                                                        loyalty.url() + "/api/",
                                                        "http://169.254.169.254/latest"))))
                .hasMessage("endpoint: its host is at a link-local, metadata or reserved address");
    }
}
