package io.serai.channel.douyin;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** The operators' authorisations, one for each account. */
@Component("douyinOperators")
public class DouyinOperators {

    private static final Logger log = LoggerFactory.getLogger(DouyinOperators.class);

    private final Map<String, OperatorTokens> accounts = new HashMap<>();

    DouyinOperators(DouyinSettings settings, ObjectProvider<Clock> clocks) {
        Clock clock = clocks.getIfAvailable(Clock::systemUTC);
        settings.douyin()
                .forEach(
                        (name, account) ->
                                accounts.put(
                                        name,
                                        new OperatorTokens(
                                                name,
                                                account,
                                                new FileTokenStore(account.tokens(name)),
                                                new TokenApi(account),
                                                clock)));
    }

    OperatorTokens of(String account) {
        OperatorTokens tokens = accounts.get(account);
        if (tokens == null) {
            throw new IllegalStateException(
                    "There is no Douyin account "
                            + account
                            + ": set serai.douyin."
                            + account
                            + ".*");
        }
        return tokens;
    }

    /**
     * Refreshes and renews an account's tokens well before they end; for a timer in its route file.
     * An account that isn't set up is left alone, and what fails is tried at the next tick.
     */
    public void keepAlive(String account) {
        OperatorTokens tokens = accounts.get(account);
        if (tokens == null) {
            return;
        }
        try {
            tokens.keepAlive();
        } catch (TokenRefused | UncheckedIOException e) {
            log.error("Douyin account {}: {}", account, e.getMessage());
        }
    }
}
