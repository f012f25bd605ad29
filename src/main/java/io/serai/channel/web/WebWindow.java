package io.serai.channel.web;

import io.serai.event.Message;
import io.serai.event.ReplyWindow;

import org.springframework.stereotype.Component;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The hub's own channels have no window: what is said waits there for the customer to come. */
@Component
final class WebWindow implements ReplyWindow {

    WebWindow() {}

    @Override
    public Set<String> channels() {
        return Set.of("web", "app");
    }

    @Override
    public boolean isOpen(Map<String, String> reply, List<Message> latest, Instant now) {
        return true;
    }
}
