package io.serai.console;

import io.serai.event.Message;
import io.serai.search.Search;
import io.serai.security.Login;
import io.serai.store.Conversation;
import io.serai.store.Conversations;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds messages for somebody: only those of conversations that they may see as things stand now,
 * and as the store has them now. The index only says where to look.
 */
@Component
class Finder {

    private static final int LONGEST_PAGE = 100;
    private static final int LONGEST_QUESTION = 200;

    /** How many messages one call looks at for somebody who may see few of them. */
    private static final int LOOKS = 1_000;

    private final Search search;
    private final Desk desk;
    private final Conversations conversations;

    Finder(Search search, Desk desk, Conversations conversations) {
        this.search = search;
        this.desk = desk;
        this.conversations = conversations;
    }

    /**
     * The latest messages with these words in them.
     *
     * @param conversation only there, unless null
     * @param before only what is older than the message of this id, unless null
     * @throws IllegalArgumentException if that can't be asked
     */
    SearchApi.Hits find(
            Login login,
            String words,
            @Nullable String conversation,
            @Nullable String before,
            int limit) {
        if (words.length() > LONGEST_QUESTION) {
            throw new IllegalArgumentException("q may have " + LONGEST_QUESTION + " characters");
        }
        if (conversation != null) {
            desk.look(login, conversation);
        }
        int page = Math.clamp(limit, 1, LONGEST_PAGE);
        int step = Desk.isSupervising(login) || conversation != null ? page : LOOKS / 4;
        List<SearchApi.Hit> hits = new ArrayList<>();
        String place = before;
        for (int looks = 0; looks < LOOKS; looks += step) {
            List<Search.Found> found = search.find(words, conversation, place, step);
            int most = page - hits.size();
            List<Search.Found> shown = visible(login, found, most, hits);
            if (shown.size() == most) {
                return new SearchApi.Hits(hits, shown.getLast().id(), search.isComplete());
            }
            if (found.size() < step) {
                return new SearchApi.Hits(hits, null, search.isComplete());
            }
            place = found.getLast().id();
        }
        return new SearchApi.Hits(hits, place, search.isComplete());
    }

    /** Adds what may be seen to the hits, and returns it. */
    private List<Search.Found> visible(
            Login login, List<Search.Found> found, int most, List<SearchApi.Hit> hits) {
        Map<String, Conversation> theirs =
                conversations.find(
                        found.stream().map(Search.Found::conversation).distinct().toList());
        theirs.values().removeIf(it -> !Desk.maySee(login, it));
        List<Search.Found> shown =
                found.stream()
                        .filter(it -> theirs.containsKey(it.conversation()))
                        .limit(most)
                        .toList();
        Map<String, Message> messages =
                conversations.messages(
                        shown.stream()
                                .map(it -> new Conversations.Place(it.conversation(), it.seq()))
                                .toList());
        for (Search.Found it : shown) {
            Message message = messages.get(it.id());
            Conversation conversation = theirs.get(it.conversation());
            if (message != null && conversation != null) {
                hits.add(new SearchApi.Hit(ConversationView.of(conversation), message));
            }
        }
        return shown;
    }
}
