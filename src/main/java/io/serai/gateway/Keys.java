package io.serai.gateway;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;

import org.apache.camel.Exchange;

import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Looks at what is asked for before it goes anywhere. What cannot be a key of the system at all is
 * answered here: there is no such thing.
 */
public final class Keys {

    /** As the ERP's WSDL has it. */
    private static final Pattern ORDER = Pattern.compile("[A-Za-z0-9-]{1,32}");

    private static final Pattern CUSTOMER = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final Pattern WORDS = Pattern.compile("[^\\p{Cntrl}]{1,64}");
    private static final Pattern USER = Pattern.compile("[\\x21-\\x7e]{1,128}");

    private static final int MOST_PATTERNS = 1_000;

    /** Those that routes name, which they do with every message. */
    private static final LoadingCache<String, Pattern> PATTERNS =
            Caffeine.newBuilder().maximumSize(MOST_PATTERNS).build(Pattern::compile);

    private final Clock clock;

    Keys(Clock clock) {
        this.clock = clock;
    }

    /** The body must be an order number: letters, digits, hyphens, at most 32. */
    public void order(Exchange exchange, String system) {
        check(
                exchange,
                system,
                ORDER,
                "an order number has letters, digits and hyphens, at most 32");
    }

    /** The body must be of this pattern, a regular expression for all of it. */
    public void key(Exchange exchange, String system, String pattern) {
        check(exchange, system, PATTERNS.get(pattern), "a key is of the pattern " + pattern);
    }

    /** The body must be a customer code: letters, digits, hyphens, underscores, at most 64. */
    public void customer(Exchange exchange, String system) {
        check(
                exchange,
                system,
                CUSTOMER,
                "a customer code has letters, digits, - and _, at most 64");
    }

    /** True for what a customer code can be. */
    static boolean isCustomer(String key) {
        return CUSTOMER.matcher(key).matches();
    }

    /** The body must be words: letters, digits, spaces and the like, at most 64. */
    public void words(Exchange exchange, String system) {
        check(exchange, system, WORDS, "words to search for have at most 64 characters");
    }

    /**
     * The body must be a Map of channel, account and user, and the merchant's own customer code
     * under {@code customer} where it is verified. It is left with exactly these.
     */
    public void identity(Exchange exchange, String system) {
        Map<?, ?> given = exchange.getMessage().getBody(Map.class);
        Map<String, String> kept = new TreeMap<>();
        if (given != null
                && keep(given, "channel", NAME, kept)
                && keep(given, "account", NAME, kept)
                && keep(given, "user", USER, kept)
                && (given.get("customer") == null || keep(given, "customer", CUSTOMER, kept))) {
            exchange.getMessage().setBody(kept);
        } else {
            refuse(exchange, system, "channel, account, user or customer is missing or malformed");
        }
    }

    private static boolean keep(
            Map<?, ?> given, String name, Pattern pattern, Map<String, String> kept) {
        if (given.get(name) instanceof String value && pattern.matcher(value).matches()) {
            kept.put(name, value);
            return true;
        }
        return false;
    }

    private void check(Exchange exchange, String system, Pattern pattern, String rule) {
        String key = exchange.getMessage().getBody(String.class);
        if (key != null && pattern.matcher(key).matches() && !SystemRequest.isStep(key)) {
            exchange.getMessage().setBody(key);
        } else {
            refuse(exchange, system, rule);
        }
    }

    private void refuse(Exchange exchange, String system, String rule) {
        exchange.getMessage()
                .setBody(new Answer(system, Answer.State.FRESH, clock.instant(), null, rule));
    }
}
