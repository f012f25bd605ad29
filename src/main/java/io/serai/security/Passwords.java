package io.serai.security;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;

import java.util.Optional;

/** Checks passwords, in the same time whether or not there is such a login. */
final class Passwords {

    private static final Logger LOG = LoggerFactory.getLogger(Passwords.class);
    private static final int LONGEST = 200;
    private static final String SAMPLE = "nobody's password";

    private final PasswordEncoder encoder =
            PasswordEncoderFactories.createDelegatingPasswordEncoder();
    private final AccountSettings accounts;
    private final Directory directory;
    private final String nobodys;

    /**
     * @param plainAllowed whether {@code {noop}} passwords are taken, as in the sandbox
     */
    Passwords(AccountSettings accounts, Directory directory, boolean plainAllowed) {
        this.accounts = accounts;
        this.directory = directory;
        accounts.users().forEach((login, user) -> check(login, user, plainAllowed));
        if (accounts.users().isEmpty()) {
            LOG.warn(
                    "Nobody can log in. Set serai.users.<login>.password to '{bcrypt}' and what"
                            + " `htpasswd -nBC 10 <login>` prints after the colon, and"
                            + " serai.users.<login>.roles.");
        }
        boolean plain =
                accounts.users().values().stream()
                        .allMatch(user -> user.password().startsWith("{noop}"));
        this.nobodys = plain ? "{noop}" + SAMPLE : encoder.encode(SAMPLE);
    }

    private void check(String login, AccountSettings.User user, boolean plainAllowed) {
        String setting = "serai.users." + login + ".password";
        if (user.password().startsWith("{noop}")) {
            if (!plainAllowed) {
                throw new IllegalStateException(
                        setting + " is plain; outside the sandbox it must be {bcrypt}…");
            }
            return;
        }
        try {
            boolean unused = encoder.matches(SAMPLE, user.password());
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(setting + " must begin with {bcrypt}");
        }
    }

    /** The login, if the password is his. */
    Optional<Login> check(String login, String password) {
        AccountSettings.User user = accounts.users().get(login);
        boolean right =
                encoder.matches(
                        password.length() > LONGEST ? "" : password,
                        user == null ? nobodys : user.password());
        return right && user != null ? directory.find(login) : Optional.empty();
    }
}
