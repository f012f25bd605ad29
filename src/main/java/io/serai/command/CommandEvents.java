package io.serai.command;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.event.Event;
import io.serai.event.Json;
import io.serai.store.Page;

import java.time.Instant;

/** Tells the conversation what becomes of a return request, in the commit that changes it. */
final class CommandEvents {

    private static final String TYPE = "io.serai.return.";

    private CommandEvents() {}

    /**
     * @param word requested, accepted, refused or unknown
     * @param by who did it
     */
    static void record(Page page, Command command, String word, String by, Instant now) {
        ObjectNode data = Json.MAPPER.valueToTree(command);
        data.put("orderNo", command.subject()).put("by", by);
        Event told = page.record("/hub", TYPE + word, command.subject(), data, null, now);
        page.note(command.conversation(), told);
    }
}
