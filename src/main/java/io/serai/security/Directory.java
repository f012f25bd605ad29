package io.serai.security;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Everybody who works with the hub. */
public final class Directory {

    private final Map<String, Login> logins = new LinkedHashMap<>();

    Directory(AccountSettings settings) {
        settings.users()
                .forEach(
                        (login, user) ->
                                logins.put(
                                        login,
                                        new Login(
                                                login,
                                                user.name() == null ? login : user.name(),
                                                user.roles(),
                                                user.skills(),
                                                user.capacity())));
    }

    /** The one with that login. */
    public Optional<Login> find(String login) {
        return Optional.ofNullable(logins.get(login));
    }

    /** Everybody, in the order of the settings. */
    public Collection<Login> all() {
        return logins.values();
    }
}
