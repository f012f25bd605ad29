package io.serai.console;

import io.serai.assignment.AgentActions;
import io.serai.conversation.AgentSpeech;
import io.serai.conversation.Refused;
import io.serai.event.Content;
import io.serai.event.Message;
import io.serai.event.Owner;
import io.serai.event.Sender;
import io.serai.security.Login;
import io.serai.security.Role;
import io.serai.store.Conversation;
import io.serai.store.Conversations;
import io.serai.store.Notes;
import io.serai.store.Reports;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.util.List;
import java.util.UUID;

/** What somebody at the console may see and do; the same over the socket and over REST. */
@Component
class Desk {

    private static final int LONGEST_PAGE = 200;
    private static final int LONGEST_LIST = 500;

    private final Conversations conversations;
    private final Reports reports;
    private final Notes notes;
    private final AgentSpeech speech;
    private final AgentActions actions;

    Desk(
            Conversations conversations,
            Reports reports,
            Notes notes,
            AgentSpeech speech,
            AgentActions actions) {
        this.conversations = conversations;
        this.reports = reports;
        this.notes = notes;
        this.speech = speech;
        this.actions = actions;
    }

    AgentActions actions() {
        return actions;
    }

    List<ConversationView> mine(Login login) {
        return views(conversations.with(login.login()));
    }

    List<ConversationView> queue() {
        return views(conversations.ownedBy(Owner.Kind.QUEUE, LONGEST_LIST));
    }

    List<ConversationView> all(Login login) {
        if (!isSupervising(login)) {
            throw new Refused(Refused.Code.NOT_YOURS, "Only supervisors see all conversations");
        }
        return views(reports.latest(LONGEST_LIST));
    }

    /**
     * The messages before {@code before}, or after {@code after} if that is not negative; oldest
     * first.
     */
    List<Message> history(Login login, String id, long after, long before, int limit) {
        look(login, id);
        int page = Math.clamp(limit, 1, LONGEST_PAGE);
        return after >= 0
                ? conversations.after(id, after, page)
                : conversations.before(id, before, page);
    }

    /** What happened beside a conversation, oldest first; only before {@code before}, if given. */
    List<Notes.Note> notes(Login login, String id, @Nullable UUID before, int limit) {
        look(login, id);
        return notes.of(id, before, Math.clamp(limit, 1, LONGEST_PAGE));
    }

    /**
     * A conversation, for who may see it: whoever has it or had it last, everybody while it is in
     * the queue, supervisors always.
     *
     * @throws Refused for everybody else, in the same words as for one that is not there
     */
    Conversation look(Login login, String id) {
        return conversations
                .find(id)
                .filter(it -> maySee(login, it))
                .orElseThrow(
                        () ->
                                new Refused(
                                        Refused.Code.GONE,
                                        "There is no such conversation, or it is not yours"));
    }

    AgentSpeech.Said reply(Login login, String id, String clientId, Content content) {
        return speech.reply(Sender.agent(login.login(), login.name()), id, clientId, content);
    }

    boolean isStored(Login login, String id, String clientId) {
        return speech.isStored(login.login(), id, clientId);
    }

    void read(Login login, String id, long seq) {
        speech.read(login.login(), id, seq);
    }

    static boolean maySee(Login login, Conversation conversation) {
        return isSupervising(login)
                || conversation.owner().isWith(login.login())
                || conversation.owner().kind() == Owner.Kind.QUEUE
                || login.login().equals(conversation.lastAgent());
    }

    static boolean isSupervising(Login login) {
        return login.is(Role.SUPERVISOR, Role.ADMIN);
    }

    private static List<ConversationView> views(List<Conversation> conversations) {
        return conversations.stream().map(ConversationView::of).toList();
    }
}
