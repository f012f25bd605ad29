package io.serai.gateway.crm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.gateway.Answer;
import io.serai.gateway.FakeSystem.Reply;
import io.serai.gateway.Hub;
import io.serai.gateway.RefusedException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.Map;

/** Held to the recorded traffic of another's client: what it sends we send, what it got we read. */
class ZendeskTest {

    private static final String TICKET = "direct:system.zendesk.ticket";

    private ZendeskAccount zendesk;
    private Hub hub;

    @BeforeEach
    void start() throws Exception {
        zendesk = new ZendeskAccount();
        hub = zendesk.hub();
    }

    @AfterEach
    void stop() {
        hub.close();
        zendesk.close();
    }

    private JsonNode send(String operation, JsonNode fields) {
        return hub.ask(operation, fields, JsonNode.class);
    }

    private JsonNode withKey(JsonNode fields, String key) {
        return ((com.fasterxml.jackson.databind.node.ObjectNode) fields.deepCopy())
                .put("idempotencyKey", key);
    }

    @Test
    void ticketsAndTheirCommentsAreReadAsRecorded() {
        Answer ticket = hub.ask(TICKET, "35436");
        Answer unknown = hub.ask(TICKET, "404");
        Answer comments = hub.ask("direct:system.zendesk.ticket.comments", "35436");
        Answer requested = hub.ask("direct:system.zendesk.user.tickets", "20978392");
        Answer open = hub.ask("direct:system.zendesk.requester.tickets", "zhangsan@example.cn");

        assertThat(ticket.data().path("subject").asText()).isEqualTo("杯子碎了，申请补发");
        assertThat(unknown.unknown()).isTrue();
        assertThat(comments.data().path(0).path("body").asText()).isEqualTo("已补发📦");
        assertThat(requested.data()).hasSize(1);
        assertThat(open.data().path(0).path("id").asInt()).isEqualTo(35436);
        assertThat(zendesk.server.asked).hasSize(5);
    }

    @Test
    void aTicketIsMadeWithItsIdempotencyKeyAndChangedAsRecorded() throws Exception {
        JsonNode made =
                send(
                        TICKET + ".create",
                        withKey(zendesk.fields("POST", "zhangsan@", "ticket"), "c-1/return-1"));
        JsonNode changed = send(TICKET + ".update", zendesk.fields("PUT", "solved", "ticket"));

        assertThat(made.path("id").asInt()).isEqualTo(35436);
        assertThat(zendesk.server.asked.getFirst().headers())
                .containsEntry("idempotency-key", "c-1/return-1");
        assertThat(zendesk.server.asked.getFirst().body()).doesNotContain("idempotencyKey");
        assertThat(changed.path("status").asText()).isEqualTo("solved");
        assertThat(zendesk.server.asked).hasSize(2);
    }

    @Test
    void aTicketWithoutAnIdempotencyKeyIsRefusedAndNothingIsSent() throws Exception {
        JsonNode fields = zendesk.fields("POST", "zhangsan@", "ticket");

        assertThatThrownBy(() -> send(TICKET + ".create", fields))
                .rootCause()
                .hasMessage("idempotencyKey must be given");
        assertThat(zendesk.server.asked).isEmpty();
    }

    @Test
    void aUserIsSavedAsRecorded() throws Exception {
        JsonNode saved =
                send(
                        "direct:system.zendesk.user.save",
                        zendesk.fields("POST", "external_id", "user"));

        assertThat(saved.path("id").asInt()).isEqualTo(20978392);
    }

    @Test
    void aBearerTokenSignsAsRecorded() throws Exception {
        hub.close();
        hub =
                zendesk.hub(
                        Map.of(
                                "auth", "api-key",
                                "api-key-header", "Authorization",
                                "api-key", "Bearer OAUTHFAKE"));

        Answer user = hub.ask("direct:system.zendesk.user", "20978392");

        assertThat(user.data().path("name").asText()).isEqualTo("张三");
    }

    @Test
    void dataThatZendeskRefusesIsNamedByFieldAndErrorOnly() throws Exception {
        JsonNode fields = zendesk.fields("POST", "INVALID", "ticket");

        assertThatThrownBy(() -> send(TICKET + ".create", withKey(fields, "k1")))
                .rootCause()
                .isInstanceOf(RefusedException.class)
                .hasMessage("it refuses the data (RecordInvalid): base BlankValue");
    }

    @Test
    void everyShapeOfErrorHasItsMeaning() throws Exception {
        JsonNode fields = zendesk.fields("PUT", "solved", "ticket");
        Map<Reply, String> shapes =
                Map.of(
                        Reply.json(409, "{\"error\":\"UpdateConflict\"}"),
                        "it changed meanwhile; read it again",
                        Reply.json(403, "{\"error\":{\"title\":\"Forbidden\",\"message\":\"x\"}}"),
                        "it refuses the hub's credentials (HTTP 403)",
                        Reply.json(401, "{\"error\":\"Couldn't authenticate you\"}"),
                        "it refuses the hub's credentials (HTTP 401)",
                        Reply.json(400, "{\"error\":\"IdempotentRequestError\"}"),
                        "the idempotency key was used for other data",
                        Reply.of(400, "text/html", "<h1>Bad</h1>"),
                        "it refuses the request");

        shapes.forEach(
                (reply, words) -> {
                    zendesk.server.answers(request -> reply);
                    assertThatThrownBy(() -> send(TICKET + ".update", fields))
                            .rootCause()
                            .isNotInstanceOf(IOException.class)
                            .hasMessage(words);
                });
        assertThat(zendesk.server.asked).as("none is repeated").hasSize(shapes.size());
    }

    @Test
    void twoThatWriteAtOneMomentAreNoRefusalOfEither() throws Exception {
        JsonNode fields = zendesk.fields("PUT", "solved", "ticket");
        zendesk.server.answers(
                request ->
                        Reply.json(
                                409,
                                "{\"error\":\"DatabaseConflict\",\"description\":\"Database"
                                        + " collision\"}"));

        assertThatThrownBy(() -> send(TICKET + ".update", fields))
                .rootCause()
                .isInstanceOf(IOException.class)
                .hasMessage("somebody else wrote there at that moment (HTTP 409)");
    }
}
