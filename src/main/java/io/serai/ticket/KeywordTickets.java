package io.serai.ticket;

import io.micrometer.core.instrument.MeterRegistry;
import io.serai.bus.Arrival;
import io.serai.event.Message;
import io.serai.event.Sender;
import io.serai.store.Storable;

import org.apache.camel.Body;
import org.springframework.stereotype.Component;

/**
 * Behind {@code routes/flow/conversation.camel.yaml}: opens tickets for what a customer says, by
 * the rules. What cannot be stored is thrown: the message comes again, or goes to the dead letters,
 * from where it can be replayed; it opens no second ticket.
 */
@Component("keywordTickets")
public class KeywordTickets {

    private static final int LONGEST = 1_000;

    private final TicketRules rules;
    private final Tickets tickets;
    private final MeterRegistry meters;

    KeywordTickets(TicketRules rules, Tickets tickets, MeterRegistry meters) {
        this.rules = rules;
        this.tickets = tickets;
        this.meters = meters;
    }

    /** Looks at a message of a customer's. */
    public void look(@Body Arrival arrival) {
        Message message = arrival.message();
        String text = message.content().words();
        if (message.sender().kind() != Sender.Kind.CUSTOMER || text.isBlank()) {
            return;
        }
        for (TicketRule rule : rules.rules()) {
            if (rule.fits(text)) {
                open(rule, message, text);
            }
        }
    }

    private void open(TicketRule rule, Message message, String text) {
        String said = Storable.cut(text, LONGEST);
        try {
            boolean opened =
                    tickets.open(rule, message.conversation(), message.id(), said).isPresent();
            meters.counter("serai.tickets.rules", "rule", rule.name(), "opened", "" + opened)
                    .increment();
        } catch (RuntimeException e) {
            meters.counter("serai.tickets.rules", "rule", rule.name(), "opened", "failed")
                    .increment();
            throw e;
        }
    }
}
