package io.serai.security;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who works here, for tests. */
public final class Staff {

    private final Map<String, AccountSettings.User> users = new LinkedHashMap<>();

    /** One agent more. */
    public Staff agent(String login, int capacity, String... skills) {
        users.put(
                login,
                new AccountSettings.User(
                        "{noop}unused", login, Set.of(Role.AGENT), List.of(skills), capacity));
        return this;
    }

    public Directory directory() {
        return new Directory(new AccountSettings(users, Map.of(), Map.of()));
    }
}
