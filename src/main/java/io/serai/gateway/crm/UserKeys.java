package io.serai.gateway.crm;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.event.Json;
import io.serai.gateway.Answer;
import io.serai.gateway.RefusedException;

import org.apache.camel.Exchange;

import java.time.Clock;
import java.util.regex.Pattern;

/**
 * Looks at who is asked for before a system that keeps people is. What cannot be a key of it at all
 * is answered here.
 */
public final class UserKeys {

    private static final Pattern EMAIL =
            Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,190}");
    private static final Pattern WECOM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    private final Clock clock;

    UserKeys(Clock clock) {
        this.clock = clock;
    }

    /** The body must be an email address or the id of a record. */
    public void salesforce(Exchange exchange, String system) {
        String key = exchange.getMessage().getBody(String.class);
        check(
                exchange,
                system,
                key != null && (Soql.isId(key) || EMAIL.matcher(key).matches()),
                "a contact's key is an email address, or an id of 15 or 18 letters and digits");
    }

    /** The body must be an email address or the number of a user. */
    public void zendesk(Exchange exchange, String system) {
        String key = exchange.getMessage().getBody(String.class);
        check(
                exchange,
                system,
                key != null && (NUMBER.matcher(key).matches() || EMAIL.matcher(key).matches()),
                "a user's key is an email address or a number");
    }

    /** The body must be an email address. */
    public void email(Exchange exchange, String system) {
        String key = exchange.getMessage().getBody(String.class);
        check(
                exchange,
                system,
                key != null && EMAIL.matcher(key).matches(),
                "the key must be an email address");
    }

    /** A body without an {@code idempotencyKey} is refused: made twice, it would be two. */
    public void idempotent(Exchange exchange) {
        JsonNode body = Json.MAPPER.valueToTree(exchange.getMessage().getBody());
        if (!body.path(ZendeskRequest.IDEMPOTENCY_KEY).isTextual()) {
            throw new RefusedException(ZendeskRequest.IDEMPOTENCY_KEY + " must be given");
        }
    }

    /** The body must be a number, as tickets and users have. */
    public void number(Exchange exchange, String system) {
        String key = exchange.getMessage().getBody(String.class);
        check(
                exchange,
                system,
                key != null && NUMBER.matcher(key).matches(),
                "the key must be a number");
    }

    /** The body must be a userid: letters, digits, {@code _-@.}, at most 64. */
    public void wecom(Exchange exchange, String system) {
        String key = exchange.getMessage().getBody(String.class);
        check(
                exchange,
                system,
                key != null && WECOM.matcher(key).matches(),
                "a userid has letters, digits and _-@., at most 64");
    }

    private void check(Exchange exchange, String system, boolean good, String rule) {
        if (good) {
            exchange.getMessage().setBody(exchange.getMessage().getBody(String.class));
        } else {
            exchange.getMessage()
                    .setBody(new Answer(system, Answer.State.FRESH, clock.instant(), null, rule));
        }
    }
}
