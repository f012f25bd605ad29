package io.serai.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.Beside;
import io.serai.Caller;
import io.serai.HubProcess;
import io.serai.event.Address;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A whole hub: who is known on one channel is known on another once they are linked, and tickets.
 */
@Beside
class CustomerOverChannelsTest {

    private static final String OWN = "E20251111000123";
    private static final String FOREIGN = "E20251112000777";

    @TempDir private static Path folder;
    private static HubProcess hub;
    private static HttpClient http;
    private int said;

    @BeforeAll
    static void start() throws Exception {
        Path rules = folder.resolve("config/tickets.yaml");
        Files.createDirectories(rules.getParent());
        Files.writeString(
                rules,
                """
                rules:
                - {name: broken, words: [碎了], kind: complaint, subject: 商品破损, priority: high}
                """);
        hub =
                new HubProcess(
                                folder,
                                "serai.reload.watch=false",
                                "serai.tickets.rules=" + rules,
                                "serai.systems.tickets.url=http://tickets.invalid",
                                "serai.tickets.tell.solved=工单 {number} 已解决")
                        .start();
        http = HttpClient.newHttpClient();
        // On a busy machine a hub's first calls take longer than its bot waits.
        Caller supervisor = Caller.staff(hub, "supervisor");
        for (String path :
                List.of(
                        "/gateway/order/" + OWN,
                        "/gateway/order/" + FOREIGN,
                        "/gateway/shipments/" + OWN,
                        "/gateway/customer?channel=web&account=main&user=C000123")) {
            await().until(() -> supervisor.status(path) == 200);
        }
    }

    @AfterAll
    static void stop() {
        http.close();
        hub.close();
    }

    @Test
    void ordersAreToldOnAnyOfACustomersChannelsAndForeignOnesOnNone() throws Exception {
        Caller signedIn = Caller.customer(hub, "C000123");
        String known = new Address("web", "main", "C000123").conversation();
        say(signedIn, "你好");
        JsonNode visitor = visitor();
        Caller customer = Caller.holding(hub, visitor.at("/token").asText());
        String conversation = visitor.at("/conversation").asText();
        Caller supervisor = Caller.staff(hub, "supervisor");
        assertThat(answer(customer, OWN)).contains("没有查到").contains(OWN);

        JsonNode who =
                await().until(
                                () -> supervisor.get("/api/v1/customers?conversation=" + known),
                                it -> it.hasNonNull("customer"));
        String path = "/api/v1/customers/" + who.at("/customer/id").asText();
        JsonNode linked =
                supervisor.post(path + "/links", "{\"conversation\":\"" + conversation + "\"}");

        supervisor.post(
                "/api/v1/tickets",
                "{\"conversation\":\"" + conversation + "\",\"subject\":\"发票抬头\"}");
        JsonNode profile =
                supervisor.post(
                        "/graphql",
                        "{\"query\":\"{customer(code: \\\"C000123\\\") {serviceTickets(status:"
                                + " \\\"new\\\") {subject status}}}\"}");

        assertThat(profile.at("/data/customer/serviceTickets").toString())
                .isEqualTo("[{\"subject\":\"发票抬头\",\"status\":\"new\"}]");
        assertThat(who.at("/customer/codes/0").asText()).isEqualTo("C000123");
        assertThat(linked.at("/links")).hasSize(2);
        assertThat(linked.toString()).contains("\"kind\":\"agent\"", "\"by\":\"supervisor\"");
        assertThat(answer(customer, OWN)).contains("保温杯");
        assertThat(answer(customer, FOREIGN)).contains("没有查到");

        supervisor.call("DELETE", path + "/links/" + conversation, "");
        assertThat(answer(customer, OWN)).contains("没有查到");
        assertThat(Caller.staff(hub, "agent2").status(path)).isEqualTo(404);
        assertThat(Caller.staff(hub, "integrator").status(path)).isEqualTo(403);
        assertThat(supervisor.send("POST", "/api/v1/customers/rebuild").statusCode())
                .isEqualTo(403);
        assertThat(Caller.staff(hub, "admin").post("/api/v1/customers/rebuild", "").at("/events"))
                .isNotNull();
    }

    @Test
    void agentsMergeOnlyCustomersThatTheyMaySeeOrAreSuggested() throws Exception {
        Caller supervisor = Caller.staff(hub, "supervisor");
        Caller agent = Caller.staff(hub, "agent2");
        JsonNode stranger = visitor();
        say(Caller.holding(hub, stranger.at("/token").asText()), "你好");
        String theirs = customer(supervisor, stranger.at("/conversation").asText());
        JsonNode waiting = visitor();
        Caller waits = Caller.holding(hub, waiting.at("/token").asText());
        say(waits, "转人工");
        String seen = waiting.at("/conversation").asText();
        await().until(() -> agent.status("/api/v1/customers?conversation=" + seen) == 200);
        String mine = customer(agent, seen);

        String refused =
                agent.send(
                                "POST",
                                "/api/v1/customers/" + mine + "/merge",
                                "{\"customer\":\"" + theirs + "\"}")
                        .body();

        assertThat(refused).contains("no such customer, or none that you talk with");
    }

    private static String customer(Caller agent, String conversation) {
        return agent.post("/api/v1/customers", "{\"conversation\":\"" + conversation + "\"}")
                .at("/id")
                .asText();
    }

    @Test
    void whatACustomerComplainsOfBecomesATicketAndItsEventsAreShownToTheAgent() throws Exception {
        JsonNode visitor = visitor();
        Caller customer = Caller.holding(hub, visitor.at("/token").asText());
        String conversation = visitor.at("/conversation").asText();
        Caller supervisor = Caller.staff(hub, "supervisor");
        Screen screen = new Screen(hub, http, supervisor.token());

        long seq = say(customer, "我的杯子碎了").at("/seq").asLong();

        JsonNode ticket =
                await().until(
                                () ->
                                        supervisor.get(
                                                "/api/v1/tickets?conversation=" + conversation),
                                list -> !list.isEmpty())
                        .get(0);
        String path = "/api/v1/tickets/" + ticket.at("/number").asText();
        assertThat(ticket.at("/subject").asText()).isEqualTo("商品破损");
        supervisor.post(path + "/comments", "{\"text\":\"已补发\"}");
        assertThat(supervisor.send("PATCH", path, "{\"assignee\":\"integrator\"}").body())
                .contains("must be the login of somebody who sees tickets");
        JsonNode solved = supervisor.call("PATCH", path, "{\"status\":\"solved\"}");

        assertThat(solved.at("/comments")).hasSize(2);
        await().untilAsserted(
                        () ->
                                assertThat(screen.frames)
                                        .anyMatch(it -> it.contains("io.serai.ticket.created"))
                                        .anyMatch(it -> it.contains("io.serai.ticket.solved")));
        await().untilAsserted(
                        () ->
                                assertThat(
                                                customer.get(
                                                                "/api/v1/customer/messages?after="
                                                                        + seq)
                                                        .toString())
                                        .contains("工单 " + ticket.at("/number").asText() + " 已解决"));
        assertThat(supervisor.send("PATCH", path, "{\"status\":\"open\"}").statusCode())
                .isEqualTo(409);
        assertThat(Caller.staff(hub, "agent2").status(path)).isEqualTo(404);
        screen.close();
    }

    @Test
    void theNameFromTheCrmIsOnAnOpenScreenWithoutAReload() throws Exception {
        Screen screen = new Screen(hub, http, Caller.staff(hub, "supervisor").token());

        say(Caller.customer(hub, "C000456"), "你好");

        await().until(
                        () ->
                                screen.frames.stream()
                                        .filter(it -> it.contains("\"type\":\"conversation\""))
                                        .anyMatch(it -> it.contains("\"name\":\"李四\"")));
        screen.close();
    }

    /** What the bot answers. */
    private String answer(Caller customer, String text) {
        long seq = say(customer, text).at("/seq").asLong();
        return await().until(
                        () ->
                                customer.get("/api/v1/customer/messages?after=" + seq)
                                        .at("/messages/0/content/text")
                                        .asText(),
                        it -> !it.isEmpty());
    }

    private static JsonNode visitor() {
        return Caller.nobody(hub)
                .post("/api/v1/visitors", "{\"channel\":\"web\",\"account\":\"main\"}");
    }

    private JsonNode say(Caller customer, String text) {
        return customer.post(
                "/api/v1/customer/messages",
                "{\"id\":\"m%d\",\"content\":{\"type\":\"text\",\"text\":\"%s\"}}"
                        .formatted(++said, text));
    }
}
