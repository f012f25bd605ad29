package io.serai.ticket;

import static io.serai.ticket.TicketsOfHub.ZHANG;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.bus.Arrival;
import io.serai.event.Address;
import io.serai.event.Content;
import io.serai.event.Ids;
import io.serai.event.Message;
import io.serai.event.Sender;
import io.serai.event.Status;
import io.serai.reload.BadFileException;
import io.serai.store.LedgerOnDisk;
import io.serai.store.Refusal;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

class TicketsTest {

    private static final String RULE =
            """
            rules:
            - name: broken
              words: [碎了, BROKEN]
              kind: complaint
              subject: 商品破损
              priority: high
              per-hour: 3
            """;

    @TempDir private Path folder;
    private TicketsOfHub hub;

    @BeforeEach
    void open() throws Exception {
        hub = TicketsOfHub.hub(openStore());
    }

    LedgerOnDisk openStore() {
        return new LedgerOnDisk(folder);
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void aTicketHasANumberAndTheConversationHearsOfIt() {
        Ticket first = hub.open("破损");
        Ticket second = hub.open("退款");

        assertThat(second.number()).isGreaterThan(first.number());
        assertThat(first.status()).isEqualTo(TicketStatus.NEW);
        assertThat(first.delivery()).isEqualTo("none");
        assertThat(hub.tickets.comments(first.id()))
                .extracting(Ticket.Comment::text)
                .containsExactly("杯子碎了");
        assertThat(hub.tickets.ofConversations(List.of(ZHANG.conversation())))
                .containsExactly(second, first);
        assertThat(hub.store.events("io.serai.ticket.created")).isEqualTo(2);
    }

    @Test
    void theSameWishAgainIsTheSameTicket() {
        var wish =
                new Tickets.Wish(
                        "019b7c3e-0000-7000-8000-000000000001",
                        ZHANG.conversation(),
                        "return",
                        "退货",
                        Priority.NORMAL,
                        null,
                        null);

        assertThat(hub.tickets.open("mei", wish)).isEqualTo(hub.tickets.open("mei", wish));
        assertThat(hub.store.events("io.serai.ticket.created")).isEqualTo(1);
    }

    @Test
    void theSameCommentAgainIsTheSameComment() {
        String ticket = hub.open("破损").id();
        String own = "019b7c3e-0000-7000-8000-000000000002";

        Ticket first = hub.tickets.comment("mei", ticket, own, "已补发");

        assertThat(hub.tickets.comment("mei", ticket, own, "已补发")).isEqualTo(first);
        hub.tickets.comment("li", ticket, own, "已补发");
        hub.tickets.comment("mei", ticket, null, "已补发");
        assertThat(hub.tickets.comments(ticket))
                .extracting(Ticket.Comment::author)
                .as("with the one it was opened with")
                .containsExactly("mei", "mei", "li", "mei");
        assertThatThrownBy(() -> hub.tickets.comment("mei", ticket, "1", "已补发"))
                .hasMessage("\"id\" must be a UUID");
    }

    @Test
    void theIdOfATicketOfAnotherConversationIsRefusedAndShowsNothingOfIt() {
        Ticket known = hub.open("破损");
        Address other = new Address("web", "main", "other");
        hub.meet(other);
        var wish =
                new Tickets.Wish(
                        known.id(),
                        other.conversation(),
                        "return",
                        "退货",
                        Priority.NORMAL,
                        null,
                        null);

        assertThatThrownBy(() -> hub.tickets.open("mei", wish))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        it -> assertThat(it.because()).isEqualTo(Refusal.Because.CONFLICT))
                .hasMessage("\"id\" stands for another ticket already");
    }

    @Test
    void whatATicketCannotHaveIsRefusedByItsName() {
        Ticket ticket = hub.open("破损");
        var noUuid =
                new Tickets.Wish(
                        "t-1", ZHANG.conversation(), "return", "退货", Priority.LOW, null, null);
        var longer = new Tickets.Patch("破".repeat(201), null, null, null);

        assertThatThrownBy(() -> hub.tickets.open("mei", noUuid))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"id\" must be a UUID");
        assertThatThrownBy(() -> hub.tickets.change("mei", ticket.id(), longer))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("\"subject\" may have 200 characters");
    }

    @Test
    void whoCannotBeKeptHasNoTickets() {
        hub.open("破损");

        assertThat(hub.tickets.list(List.of(TicketStatus.NEW), "a\0b", 10)).isEmpty();
    }

    @Test
    void aTicketForNobodyIsNobodys() {
        var wish =
                new Tickets.Wish(
                        null, ZHANG.conversation(), "return", "退货", Priority.LOW, "", null);

        assertThat(hub.tickets.open("mei", wish).assignee()).isNull();
    }

    @Test
    void aTicketGoesForwardOnly() {
        Ticket ticket = hub.open("破损");

        hub.tickets.change("mei", ticket.id(), status(TicketStatus.PENDING));
        hub.tickets.change("mei", ticket.id(), status(TicketStatus.OPEN));
        hub.tickets.change("mei", ticket.id(), status(TicketStatus.SOLVED));

        assertThatThrownBy(() -> hub.tickets.change("mei", ticket.id(), status(TicketStatus.OPEN)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("solved cannot be open again");
        assertThat(hub.now(ticket).status()).isEqualTo(TicketStatus.SOLVED);
        assertThat(hub.store.events("io.serai.ticket.updated")).isEqualTo(2);
        assertThat(hub.store.events("io.serai.ticket.solved")).isEqualTo(1);
    }

    @Test
    void aTemplateTellsTheCustomer() throws Exception {
        close();
        hub =
                new TicketsOfHub(
                        openStore(),
                        "hub",
                        new TicketSettings.Tell("工单 {number} 已建立", "", "“{subject}”已解决"));

        Ticket ticket = hub.open("破损");
        hub.tickets.change("mei", ticket.id(), status(TicketStatus.SOLVED));

        assertThat(hub.store.words(ZHANG.conversation()))
                .containsExactly("工单 " + ticket.number() + " 已建立", "“破损”已解决");
    }

    @Test
    void aRuleOpensOneTicketInAConversationAndTheNextWhenThatIsSolved() throws Exception {
        hub.rules(RULE);

        said(ZHANG, "我的杯子碎了！");
        said(ZHANG, "碎了碎了碎了");
        said(ZHANG, "it came broken");
        Ticket ticket = hub.tickets.ofConversations(List.of(ZHANG.conversation())).getFirst();
        assertThat(hub.store.events("io.serai.ticket.created")).isEqualTo(1);

        hub.tickets.change("mei", ticket.id(), status(TicketStatus.SOLVED));
        said(ZHANG, "又碎了");

        assertThat(ticket.rule()).isEqualTo("broken");
        assertThat(ticket.priority()).isEqualTo(Priority.HIGH);
        assertThat(hub.store.events("io.serai.ticket.created")).isEqualTo(2);
    }

    @Test
    void theSameMessageHandledAgainOpensNothingEvenAfterItsTicketWasSolved() throws Exception {
        hub.rules(RULE);
        Arrival arrival = arrival(ZHANG, "碎了");
        hub.keywords.look(arrival);
        Ticket ticket = hub.tickets.ofConversations(List.of(ZHANG.conversation())).getFirst();
        hub.tickets.change("mei", ticket.id(), status(TicketStatus.CLOSED));

        hub.keywords.look(arrival);

        assertThat(hub.store.events("io.serai.ticket.created")).isEqualTo(1);
    }

    @Test
    void aRuleThatEverythingFitsOpensNoMoreThanItMayInAnHour() throws Exception {
        hub.rules(RULE);

        for (int i = 0; i < 10; i++) {
            said(new Address("web", "main", "customer" + i), "碎了");
        }
        assertThat(hub.store.events("io.serai.ticket.created")).isEqualTo(3);

        hub.clock.advance(Duration.ofMinutes(61));
        said(new Address("web", "main", "customer11"), "碎了");
        assertThat(hub.store.events("io.serai.ticket.created")).isEqualTo(4);
    }

    @Test
    void aRulesWordsAreWhatStandsInItsFile() throws Exception {
        hub.rules(RULE.replace("碎了, BROKEN", "off, 0571, on fire"));

        said(ZHANG, "that is false, 377");
        assertThat(hub.store.events("io.serai.ticket.created")).isZero();

        said(new Address("web", "main", "one"), "I cannot switch it off");
        said(new Address("web", "main", "two"), "请打0571-1234");
        said(new Address("web", "main", "three"), "It is on\nfire");
        assertThat(hub.store.events("io.serai.ticket.created")).isEqualTo(3);
    }

    @Test
    void aLongMessageIsCutBetweenTwoCharacters() throws Exception {
        hub.rules(RULE);

        said(ZHANG, "碎了" + "x".repeat(997) + "😀");

        Ticket ticket = hub.tickets.ofConversations(List.of(ZHANG.conversation())).getFirst();
        assertThat(hub.tickets.comments(ticket.id()).getFirst().text())
                .isEqualTo("碎了" + "x".repeat(997));
    }

    @Test
    void aWrongRuleIsRefusedWithItsLineAndTheOldOnesStay() throws Exception {
        hub.rules(RULE);

        assertThatThrownBy(() -> hub.rules(RULE.replace("high", "hihg")))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("broken")
                .hasMessageContaining("priority");
        assertThatThrownBy(() -> hub.rules(RULE.replace("per-hour: 3", "per-hour: many")))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("'per-hour' must be a whole number, 1 or more");
        String second = "- name: brok\n  words: [x]\n  kind: complaint\n  subject: x y\n  kid: x\n";
        assertThatThrownBy(() -> hub.rules(RULE + second))
                .isInstanceOfSatisfying(
                        BadFileException.class, it -> assertThat(it.line()).isEqualTo(12))
                .hasMessageContaining("kid");
        assertThatThrownBy(() -> hub.rules("rules: [\n"))
                .isInstanceOfSatisfying(
                        BadFileException.class, it -> assertThat(it.line()).isPositive());
        assertThat(hub.rules.rules()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rule:\n- name: damage\n", "- name: damage\n", "damage"})
    void aFileWithoutRulesByThatNameIsRefusedAndTakesNoneOutOfForce(String yaml) {
        assertThatThrownBy(() -> hub.rules(yaml))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("the file must have 'rules:' and nothing else");
    }

    @Test
    void ticketsOfManyCustomersAreFoundByTheirCodesInOneQuery() {
        Ticket ticket = hub.open("破损");
        hub.store
                .sql()
                .sql(
                        "insert into customer (id, root, created) values"
                                + " ('019b7c3e-0000-7000-8000-00000000000a',"
                                + " '019b7c3e-0000-7000-8000-00000000000a', current_timestamp)")
                .update();
        hub.store
                .sql()
                .sql(
                        "insert into customer_key (name, customer) values ('code:C1',"
                                + " '019b7c3e-0000-7000-8000-00000000000a')")
                .update();
        hub.store
                .sql()
                .sql(
                        "insert into customer_link (conversation, channel, account, platform_user,"
                                + " customer, linked) values (?, 'web', 'main', 'zhang',"
                                + " '019b7c3e-0000-7000-8000-00000000000a', current_timestamp)")
                .param(java.util.UUID.fromString(ZHANG.conversation()))
                .update();
        CustomerTickets of = new CustomerTickets(hub.store.sql(), hub.clock);

        var all = of.byCustomers(List.of("C1", "019b7c3e-0000-7000-8000-00000000000a", "C2"));
        var solved = of.byCustomers(Map.of("keys", List.of("C1"), "status", "solved"));

        assertThat(all.at("/C1/0/number").asLong()).isEqualTo(ticket.number());
        assertThat(all.at("/C1/0/status").asText()).isEqualTo("new");
        assertThat(all.path("C2").isArray()).isTrue();
        assertThat(all.path("C2")).isEmpty();
        assertThat(solved.toString()).isEqualTo("{\"C1\":[]}");
        var answers = of.answers(Map.of("keys", List.of("C1", "C2")));
        assertThat(answers.get("C1").data().at("/0/createdAt").asText()).isNotEmpty();
        assertThat(answers.get("C2").data()).isEmpty();
        var refused = of.answers(Map.of("keys", List.of("C1"), "status", "x")).get("C1");
        assertThat(refused.unknown()).isTrue();
        assertThat(refused.error()).contains("must be one of new");
    }

    private void said(Address address, String text) {
        hub.meet(address);
        hub.keywords.look(arrival(address, text));
    }

    private Arrival arrival(Address address, String text) {
        return new Arrival(
                hub.store.conversation(address.conversation()),
                new Message(
                        Ids.next(),
                        address.conversation(),
                        1,
                        Sender.customer(address.user(), null),
                        new Content.Text(text),
                        hub.clock.instant(),
                        null,
                        null,
                        Status.DELIVERED,
                        null),
                true);
    }

    private static Tickets.Patch status(TicketStatus status) {
        return new Tickets.Patch(null, status, null, null);
    }
}
