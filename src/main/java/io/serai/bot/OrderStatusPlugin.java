package io.serai.bot;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.gateway.Answer;
import io.serai.gateway.OrderOwner;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells customers about their own orders, and nobody about anyone else's.
 *
 * <p>An order is told only if its {@code customerCode} is a code of this customer's: the CRM's for
 * this address or this verified customer, or one by which they are known on another channel; what
 * the text claims counts for nothing. For any other number the answer is the same sentence, whether
 * such an order exists or not.
 */
@Component
class OrderStatusPlugin implements BotPlugin {

    private static final String INTENT = "order-status";
    private static final double NAMED = 0.95;
    private static final double CHOSEN = 0.9;
    private static final double ATTEMPTED = 0.8;
    private static final double ASKED = 0.7;
    private static final int MOST_LISTED = 5;

    /** Who has more codes than this was merged by mistake, or is a test account. */
    private static final int MOST_CODES = 3;

    /** The memory keys: at which message a number was asked for, and which orders were offered. */
    private static final String AWAITING = "order-status.awaiting";

    private static final String OFFERED = "order-status.offered";

    /** How many messages later a bare "2" is still taken for a choice. */
    private static final int AWAITED_FOR = 5;

    private final OrderSettings settings;
    private final BotSettings bot;
    private final OrderNumbers numbers;
    private final OrderSystems systems;
    private final Replies replies;

    OrderStatusPlugin(
            OrderSettings settings, BotSettings bot, OrderSystems systems, Replies replies) {
        this.settings = settings;
        this.bot = bot;
        this.numbers = new OrderNumbers(settings.patterns());
        this.systems = systems;
        this.replies = replies;
    }

    @Override
    public String name() {
        return INTENT;
    }

    @Override
    public Optional<Proposal> propose(Turn turn) {
        OrderWording wording = new OrderWording(replies, bot.zone(), turn.language());
        Set<String> named = numbers.in(turn.text());
        if (!named.isEmpty()) {
            return Optional.of(told(turn, List.copyOf(named), wording, NAMED));
        }
        boolean asked = Plain.of(turn.text()).hasOneOf(settings.words());
        boolean awaited = awaited(turn);
        String chosen = awaited ? numbers.chosen(turn.text(), offered(turn)) : null;
        if (chosen != null) {
            return Optional.of(told(turn, List.of(chosen), wording, CHOSEN));
        }
        if ((asked || awaited) && numbers.attemptIn(turn.text())) {
            return Optional.of(
                    awaiting(
                            turn,
                            ATTEMPTED,
                            wording.say(Phrase.ORDER_NUMBER_UNCLEAR, Map.of()),
                            List.of()));
        }
        return asked ? Optional.of(offer(turn, wording)) : Optional.empty();
    }

    /** What becomes of each number asked after. */
    private Proposal told(Turn turn, List<String> named, OrderWording wording, double confidence) {
        Answer customer = systems.codes(turn);
        List<String> codes = OrderOwner.codes(customer.data());
        boolean down = customer.state() == Answer.State.UNAVAILABLE;
        List<String> said = new ArrayList<>();
        for (String number : named.subList(0, Math.min(settings.most(), named.size()))) {
            String told = down ? null : told(number, codes, turn, wording);
            if (told == null) {
                down = true;
                break;
            }
            said.add(told);
        }
        if (down) {
            said.add(wording.say(Phrase.SYSTEM_DOWN, Map.of()));
        } else if (named.size() > settings.most()) {
            said.add(
                    wording.say(
                            Phrase.ORDER_TOO_MANY,
                            Map.of("most", String.valueOf(settings.most()))));
        }
        Proposal proposal =
                Proposal.saying(INTENT, confidence, String.join("\n\n", said))
                        .noting(Map.of(AWAITING, "", OFFERED, ""));
        return down ? proposal.handingOver(HandOver.SYSTEM_UNAVAILABLE, null) : proposal;
    }

    /** Null if the system did not answer. */
    private @Nullable String told(
            String number, List<String> customerCodes, Turn turn, OrderWording wording) {
        Answer answer = systems.order(number, turn);
        if (answer.state() == Answer.State.UNAVAILABLE) {
            return null;
        }
        JsonNode order = answer.data();
        if (order == null || !OrderOwner.isAmong(order, customerCodes)) {
            return wording.say(Phrase.ORDER_NOT_YOURS, Map.of("number", number));
        }
        StringBuilder said = new StringBuilder(wording.order(order));
        if (OrderJson.shipped(order)) {
            Answer shipments = systems.shipments(number, turn);
            OrderJson.shipments(shipments.data())
                    .forEach(shipment -> said.append('\n').append(wording.shipment(shipment)));
        }
        if (answer.state() == Answer.State.STALE) {
            said.append('\n')
                    .append(
                            wording.say(
                                    Phrase.ORDER_AS_OF,
                                    Map.of("time", wording.date(answer.asOf()))));
        }
        return said.toString();
    }

    /** No number was named: shows the customer's own orders, or asks for a number. */
    private Proposal offer(Turn turn, OrderWording wording) {
        List<String> codes = OrderOwner.codes(systems.codes(turn).data());
        List<@Nullable JsonNode> answers = new ArrayList<>();
        for (String code : codes.subList(0, Math.min(MOST_CODES, codes.size()))) {
            answers.add(systems.ordersOf(code, turn).data());
        }
        List<JsonNode> orders = OrderJson.latest(answers, codes, MOST_LISTED);
        if (orders.isEmpty()) {
            return awaiting(turn, ASKED, wording.say(Phrase.ORDER_ASK, Map.of()), List.of());
        }
        List<String> offered = orders.stream().map(OrderJson::number).toList();
        if (offered.size() == 1) {
            return told(turn, offered, wording, ASKED);
        }
        List<String> lines = new ArrayList<>();
        for (JsonNode order : orders) {
            lines.add(wording.line(lines.size() + 1, order));
        }
        String list = wording.say(Phrase.ORDER_LIST, Map.of("orders", String.join("\n", lines)));
        return awaiting(turn, ASKED, list, offered);
    }

    private static Proposal awaiting(
            Turn turn, double confidence, String text, List<String> offered) {
        return Proposal.saying(INTENT, confidence, text)
                .noting(
                        Map.of(
                                AWAITING, String.valueOf(turn.message().seq()),
                                OFFERED, String.join(",", offered)));
    }

    private static boolean awaited(Turn turn) {
        String since = turn.memory().get(AWAITING);
        return since != null && turn.message().seq() - Long.parseLong(since) <= AWAITED_FOR;
    }

    private static List<String> offered(Turn turn) {
        String offered = turn.memory().getOrDefault(OFFERED, "");
        return offered.isEmpty() ? List.of() : List.of(offered.split(","));
    }
}
