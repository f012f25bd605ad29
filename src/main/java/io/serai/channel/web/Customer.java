package io.serai.channel.web;

import io.serai.event.Address;

import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

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

    /** The latest number this connection was told. Written by who holds {@link #telling}. */
    volatile long cursor;

    Customer(Identity identity, long cursor) {
        this.address = identity.address();
        this.conversation = identity.address().conversation();
        this.profile = identity.profile();
        this.cursor = cursor;
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
