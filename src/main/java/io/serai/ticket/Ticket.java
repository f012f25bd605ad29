package io.serai.ticket;

import com.fasterxml.jackson.annotation.JsonInclude;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Something to be done for a customer.
 *
 * @param id UUID
 * @param number what people call it
 * @param conversation it came from
 * @param kind such as {@code complaint} or {@code return}
 * @param rule the keyword rule that opened it, null if somebody did
 * @param subject in a line
 * @param status how far it is
 * @param priority how urgent it is
 * @param assignee the login of who works on it
 * @param createdBy a login, or {@code serai}
 * @param created when
 * @param updated when anything changed last
 * @param keptIn {@code hub}, or the system it is handed to
 * @param external its number there
 * @param delivery how far it has come there: {@code none} (kept here), {@code waiting}, {@code
 *     unknown} (the answer was lost, it is being looked for), {@code kept}, {@code failed}
 * @param reason why it failed, in words for an agent
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Ticket(
        String id,
        long number,
        String conversation,
        String kind,
        @Nullable String rule,
        String subject,
        TicketStatus status,
        Priority priority,
        @Nullable String assignee,
        String createdBy,
        Instant created,
        Instant updated,
        String keptIn,
        @Nullable String external,
        String delivery,
        @Nullable String reason) {

    /**
     * What was said about a ticket, among colleagues.
     *
     * @param number 1, 2, 3 … in each ticket
     * @param author a login, {@code serai} or the other system's name
     */
    public record Comment(int number, String author, String text, Instant time) {}
}
