package io.serai.sandbox;

import io.serai.event.Json;

import org.apache.camel.Exchange;

/** The stand-in for a system that lists what customers have: REST, {@code GET ?customers=C1,C2}. */
public final class ListService {

    private final SystemsData data;

    ListService(SystemsData data) {
        this.data = data;
    }

    /** Lists things of a kind, such as {@code tickets}, {@code limit} of each customer. */
    public void list(Exchange exchange, String kind) {
        SystemModes.reply(exchange, 200, Json.write(data.of(kind, Asked.of(exchange))));
    }
}
