package io.serai.security;

import io.serai.security.AccountSettings.User;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checks passwords, in the same time whether or not there is such a login. */
final class Passwords {

    private static final Logger LOG = LoggerFactory.getLogger(Passwords.class);

    /** Longer than any password, or login, that is typed. */
    static final int LONGEST = 200;

    /** Of a cost from 4 to 16, which already takes seconds. */
    private static final Pattern BCRYPT =
            Pattern.compile("\\{bcrypt}\\$2[aby]?\\$(0[4-9]|1[0-6])\\$[./0-9A-Za-z]{53}");

    /** Checked where nobody can log in, whatever it was made of. */
    private static final String NOBODYS =
            "{bcrypt}$2a$10$N1IK6F1aVAMP/p.vU8BcY.8iCMXEzQ9Rb/vUVBdkp8pK4nSs8DZ9C";

    private final PasswordEncoder encoder =
            PasswordEncoderFactories.createDelegatingPasswordEncoder();
    private final AccountSettings accounts;
    private final Directory directory;

    /** All there are; one of them is checked for a login that isn't there. */
    private final List<String> encoded;

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
        List<String> all = accounts.users().values().stream().map(User::password).toList();
        this.encoded = all.isEmpty() ? List.of(NOBODYS) : all;
    }

    private void check(String login, User user, boolean plainAllowed) {
        String setting = "serai.users." + login + ".password";
        String password = user.password();
        if (password == null) { // as the settings have it, whatever the type says
            throw new IllegalStateException(setting + " is missing; it must be {bcrypt}…");
        }
        if (password.startsWith("{noop}")) {
            if (!plainAllowed) {
                throw new IllegalStateException(
                        setting + " is plain; outside the sandbox it must be {bcrypt}…");
            }
            return;
        }
        if (password.startsWith("{bcrypt}")) { // not tried: with many users that takes seconds
            if (!BCRYPT.matcher(password).matches()) {
                throw new IllegalStateException(
                        setting
                                + " is not what `htpasswd -nBC 10 <login>` prints after the colon,"
                                + " with {bcrypt} before it and a cost from 4 to 16");
            }
            return;
        }
        try {
            boolean unused = encoder.matches("", password);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(setting + " must begin with {bcrypt}");
        }
    }

    /** The login, if the password is his. */
    Optional<Login> check(String login, String password) {
        User user = accounts.users().get(login);
        boolean right =
                encoder.matches(
                        password.length() > LONGEST ? "" : password,
                        user == null ? somebodys(login) : user.password());
        return right && user != null ? directory.find(login) : Optional.empty();
    }

    /** The same one for the same login: how long a check takes may differ from one to another. */
    private String somebodys(String login) {
        return encoded.get(Math.floorMod(login.hashCode(), encoded.size()));
    }
}
