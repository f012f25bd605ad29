package io.serai.console;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.serai.event.Owner;
import io.serai.store.Conversation;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;

/** A conversation as the console shows it; docs/protocol.md names the fields. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ConversationView(
        String id,
        String channel,
        String account,
        String user,
        @Nullable String name,
        Map<String, String> attributes,
        Owner owner,
        long fence,
        long lastSeq,
        long readSeq,
        long unread,
        @Nullable String preview,
        Instant updated) {

    static ConversationView of(Conversation it) {
        return new ConversationView(
                it.id(),
                it.address().channel(),
                it.address().account(),
                it.address().user(),
                it.name(),
                it.attributes(),
                it.owner(),
                it.fence(),
                it.lastSeq(),
                it.agentSeq(),
                it.inboundSeq() > it.agentSeq() ? it.lastSeq() - it.agentSeq() : 0,
                it.preview(),
                it.updated());
    }
}
