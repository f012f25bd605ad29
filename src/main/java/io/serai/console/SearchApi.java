package io.serai.console;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.serai.event.Message;
import io.serai.search.SearchAway;
import io.serai.security.Directory;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.security.Principal;
import java.util.List;

/** Messages by their words, for who is at the console. */
@RestController
class SearchApi extends StaffApi {

    private final Finder finder;

    SearchApi(Finder finder, Directory directory) {
        super(directory);
        this.finder = finder;
    }

    /**
     * A message and the conversation it is in, as it stands now.
     *
     * @param conversation as in every list
     * @param message as in its history
     */
    record Hit(ConversationView conversation, Message message) {}

    /**
     * Some of what was found.
     *
     * @param hits the latest first
     * @param before where to go on; null: there is nothing older
     * @param complete false while this node still takes up what was said before
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Hits(List<Hit> hits, @Nullable String before, boolean complete) {}

    /**
     * Finds messages by their words, as far as the caller may see them.
     *
     * @param words what to look for
     * @param conversation only in this one
     * @param before where to go on, as the answer before said
     * @param limit how many at most
     */
    @GetMapping(path = "/api/v1/search", produces = MediaType.APPLICATION_JSON_VALUE)
    Hits search(
            Principal principal,
            @RequestParam("q") String words,
            @RequestParam(required = false) @Nullable String conversation,
            @RequestParam(required = false) @Nullable String before,
            @RequestParam(defaultValue = "20") int limit) {
        return finder.find(login(principal), words, conversation, before, limit);
    }

    @ExceptionHandler(SearchAway.class)
    ProblemDetail away(SearchAway e) {
        return problem(HttpStatus.SERVICE_UNAVAILABLE, e);
    }
}
