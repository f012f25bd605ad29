package io.serai.assignment;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/**
 * An agent who is there.
 *
 * @param login who
 * @param skills what they can do
 * @param capacity how many conversations they take at once
 * @param load how many they have, offers included
 */
record Candidate(String login, Set<String> skills, int capacity, int load) {

    /**
     * The one to offer a conversation to: the last agent if they can take it, else the least busy
     * in proportion to their capacity.
     *
     * @param skill asked for, null for any
     * @param last who had this customer last
     * @param paused who had this offer just now
     */
    static Optional<Candidate> choose(
            Collection<Candidate> present,
            @Nullable String skill,
            @Nullable String last,
            Set<String> paused) {
        return present.stream()
                .filter(Candidate::hasRoom)
                .filter(agent -> skill == null || agent.skills.contains(skill))
                .filter(agent -> !paused.contains(agent.login))
                .min(
                        Comparator.comparing((Candidate agent) -> !agent.login.equals(last))
                                .thenComparing(agent -> (double) agent.load / agent.capacity)
                                .thenComparing(Candidate::login));
    }

    boolean hasRoom() {
        return load < capacity;
    }

    Candidate withOneMore() {
        return new Candidate(login, skills, capacity, load + 1);
    }
}
