package io.serai.channel.web;

import io.serai.event.Address;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Who is at the other end of a customer's connection, and how far it has been told. Small: there is
 * one for each open socket.
 */
final class Customer {

    private final Address address;
    private final String conversation;
    private final Map<String, String> profile;

    /** Taken while telling: what is told goes out in the order of the numbers. */
    final ReentrantLock telling = new ReentrantLock();

    /** What could not be stored and is to come again before anything else; written in turn. */
    private volatile @Nullable String refused;

    /** The latest number this connection was told. Written by who holds {@link #telling}. */
    volatile long cursor;

    Customer(Identity identity, long cursor) {
        Address who = identity.address();
        // Each connection brought its own copy of the same few names.
        this.address = new Address(who.channel().intern(), who.account().intern(), who.user());
        this.conversation = who.conversation();
        this.profile = identity.profile();
        this.cursor = cursor;
    }

    /**
     * Whether a message may be taken: nothing overtakes one that could not be stored, for the store
     * may be back a moment later.
     *
     * @param isStored whether one is there all the same: if it was said twice, its author has heard
     *     so of the other and does not say it again
     */
    boolean mayTake(String clientId, Predicate<String> isStored) {
        String first = refused;
        if (first == null || first.equals(clientId)) {
            return true;
        }
        if (isStored.test(first)) {
            stored(first);
            return true;
        }
        return false;
    }

    /** A message could not be stored. */
    void refused(String clientId) {
        if (refused == null) {
            refused = clientId;
        }
    }

    /** A message is stored. */
    void stored(@Nullable String clientId) {
        if (Objects.equals(refused, clientId)) {
            refused = null;
        }
    }

    Address address() {
        return address;
    }

    String conversation() {
        return conversation;
    }

    Map<String, String> profile() {
        return profile;
    }
}
