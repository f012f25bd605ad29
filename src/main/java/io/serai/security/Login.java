package io.serai.security;

import java.util.List;
import java.util.Set;

/**
 * Somebody who works with the hub.
 *
 * @param login the name he logs in with; also the agent's id everywhere else
 * @param name the name customers and colleagues see
 * @param roles what he may do
 * @param skills the queues an agent serves
 * @param capacity how many conversations an agent takes at once
 */
public record Login(String login, String name, Set<Role> roles, List<String> skills, int capacity) {

    /** Whether any of these is his. */
    public boolean is(Role first, Role... others) {
        for (Role other : others) {
            if (roles.contains(other)) {
                return true;
            }
        }
        return roles.contains(first);
    }
}
