package io.serai.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which logins have a socket open, on this node and on the others. */
public interface Attendance {

    /** They have a socket on this node now. When it returns, the others know, if they can. */
    void arrived(String login);

    /** They have none on this node any more. When it returns, the others know, if they can. */
    void left(String login);

    /** Who has one on this node. */
    Set<String> here();

    /** Who has one on any node; empty if that can't be said just now. */
    Optional<Set<String>> everywhere();

    /** Whether there are other nodes. */
    boolean isShared();

    /** How often a look is worth it. */
    Duration interval();

    /** Of a node that is alone. */
    static Attendance alone() {
        return new Alone(ConcurrentHashMap.newKeySet());
    }

    /** This node is all there is. */
    record Alone(Set<String> here) implements Attendance {

        @Override
        public void arrived(String login) {
            here.add(login);
        }

        @Override
        public void left(String login) {
            here.remove(login);
        }

        @Override
        public Optional<Set<String>> everywhere() {
            return Optional.of(here);
        }

        @Override
        public boolean isShared() {
            return false;
        }

        @Override
        public Duration interval() {
            return Duration.ofSeconds(5);
        }
    }
}
