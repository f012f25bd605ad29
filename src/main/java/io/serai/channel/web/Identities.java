package io.serai.channel.web;

import io.serai.event.Address;
import io.serai.event.Ids;
import io.serai.security.BadTokenException;
import io.serai.security.Resume;
import io.serai.security.Tokens;
import io.serai.security.Visitor;
import io.serai.security.Vouched;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells who a customer is from their token: a visitor the hub has met, or one the merchant vouches
 * for.
 */
@Component
class Identities {

    private static final Set<String> CHANNELS = Set.of("web", "app");
    private static final Pattern ACCOUNT = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final Tokens tokens;

    Identities(Tokens tokens) {
        this.tokens = tokens;
    }

    /**
     * With a token whose channel and account are named beside it; without one a new visitor is
     * made.
     */
    Identity of(String channel, String account, @Nullable String token) {
        check(channel, account);
        if (token == null || token.isEmpty()) {
            String user = "visitor-" + Ids.next();
            return new Identity(
                    new Address(channel, account, user),
                    Map.of(),
                    tokens.issueVisitor(channel, account, user));
        }
        Optional<Visitor> visitor = tokens.visitor(token);
        if (visitor.isPresent()) {
            Visitor known = visitor.get();
            if (!known.channel().equals(channel) || !known.account().equals(account)) {
                throw BadFrame.closing(
                        "bad-token", "This token is for another channel or account; drop it");
            }
            return new Identity(new Address(channel, account, known.user()), Map.of(), token);
        }
        return vouched(channel, account, token);
    }

    /**
     * As a socket that the hub closed for a restart was known; empty if it says so no more, or of
     * somebody else than a customer.
     */
    Optional<Resume> resume(String token) {
        return token.isEmpty()
                ? Optional.empty()
                : tokens.resume(token).filter(it -> CHANNELS.contains(it.channel()));
    }

    /** Who goes on where they were. */
    Identity of(Resume resume) {
        boolean vouched = resume.attributes().containsKey("customer");
        return new Identity(
                Hello.address(resume),
                resume.attributes(),
                vouched
                        ? ""
                        : tokens.issueVisitor(resume.channel(), resume.account(), resume.user()));
    }

    /** With a bearer token alone, as over REST. */
    Identity ofBearer(String token, @Nullable String channel, @Nullable String account) {
        return tokens.visitor(token)
                .map(
                        known -> {
                            check(known.channel(), known.account());
                            return new Identity(
                                    new Address(known.channel(), known.account(), known.user()),
                                    Map.<String, String>of(),
                                    token);
                        })
                .orElseGet(
                        () ->
                                vouched(
                                        channel == null ? "web" : channel,
                                        account == null ? "main" : account,
                                        token));
    }

    /** An account's name becomes part of a route's address, in which other signs mean something. */
    private static void check(String channel, String account) {
        if (!CHANNELS.contains(channel) || !ACCOUNT.matcher(account).matches()) {
            throw BadFrame.of(
                    "\"channel\" must be web or app, and \"account\" the name of an account: 1 to"
                            + " 64 letters, digits, hyphens, dots or _");
        }
    }

    private Identity vouched(String channel, String account, String token) {
        check(channel, account);
        try {
            Vouched vouched = tokens.merchant(channel, account, token);
            Map<String, String> profile = new HashMap<>(vouched.attributes());
            profile.put("customer", vouched.user());
            return new Identity(
                    new Address(channel, account, vouched.user()), Map.copyOf(profile), token);
        } catch (BadTokenException e) {
            // What is wrong with it helps the merchant, and nobody to make a better one.
            throw BadFrame.closing(
                    e.expired() ? "expired-token" : "bad-token", String.valueOf(e.getMessage()));
        }
    }
}
