package io.serai.channel.douyin;

import io.serai.store.PlatformTokens;
import io.serai.store.StoreAway;

import org.jspecify.annotations.Nullable;
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

    DouyinOperators(
            DouyinSettings settings,
            ObjectProvider<PlatformTokens> shared,
            ObjectProvider<Clock> clocks) {
        Clock clock = clocks.getIfAvailable(Clock::systemUTC);
        settings.douyin()
                .forEach(
                        (name, account) ->
                                accounts.put(
                                        name,
                                        new OperatorTokens(
                                                name,
                                                account,
                                                store(name, account, shared.getIfAvailable()),
                                                new TokenApi(account),
                                                clock)));
    }

    private static TokenStore store(
            String name, DouyinAccount account, @Nullable PlatformTokens shared) {
        FileTokenStore file = new FileTokenStore(account.tokens(name));
        return shared == null || !shared.isShared()
                ? file
                : new SharedTokenStore(name, shared, file);
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
        } catch (TokenRefused | UncheckedIOException | StoreAway e) {
            log.error("Douyin account {}: {}", account, e.getMessage());
        }
    }
}
