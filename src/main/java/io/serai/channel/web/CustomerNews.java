package io.serai.channel.web;

import io.serai.event.Owner;
import io.serai.event.Sender;
import io.serai.event.Typing;
import io.serai.store.Change;
import io.serai.store.Conversation;
import io.serai.store.Conversations;
import io.serai.store.LedgerListener;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Tells customers what is no message: their place in the queue, that the agent read or types. */
@Component
class CustomerNews implements LedgerListener {

    private static final int MOST = 1_000;

    private final CustomerSockets sockets;
    private final Conversations conversations;
    private final AtomicBoolean counting = new AtomicBoolean();

    CustomerNews(CustomerSockets sockets, Conversations conversations) {
        this.sockets = sockets;
        this.conversations = conversations;
    }

    @Override
    public void committed(List<Change> changes) {
        boolean queueMoved = false;
        for (Change change : changes) {
            if (change instanceof Change.Moved(Conversation before, Conversation now)
                    && before != null) {
                queueMoved |= isQueued(before) != isQueued(now);
                tellMove(before, now);
            }
        }
        if (queueMoved && counting.compareAndSet(false, true)) {
            Thread.ofVirtual().name("queue-places").start(this::tellPlaces);
        }
    }

    private void tellMove(Conversation before, Conversation now) {
        if (now.agentSeq() > before.agentSeq()) {
            String frame =
                    Frames.frame("status")
                            .put("seq", now.agentSeq())
                            .put("status", "read")
                            .toString();
            sockets.send(now.id(), frame);
        }
        if (now.owner().kind() == Owner.Kind.AGENT && before.owner().kind() != Owner.Kind.AGENT) {
            sockets.send(now.id(), place(0));
        }
    }

    /**
     * Everyone who waits hears their place; changes that come meanwhile are counted by the next
     * round.
     */
    private void tellPlaces() {
        counting.set(false);
        int place = 0;
        for (Conversation waiting : conversations.ownedBy(Owner.Kind.QUEUE, MOST)) {
            sockets.send(waiting.id(), place(++place));
        }
    }

    @EventListener
    void agentTypes(Typing typing) {
        if (typing.by() == Sender.Kind.AGENT) {
            sockets.send(typing.conversation(), Frames.typing(typing.on()));
        }
    }

    private static String place(int place) {
        return Frames.frame("queue").put("position", place).toString();
    }

    private static boolean isQueued(Conversation conversation) {
        return conversation.owner().kind() == Owner.Kind.QUEUE;
    }
}
