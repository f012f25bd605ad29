package io.serai.customer;

import com.fasterxml.jackson.annotation.JsonInclude;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * Somebody, over all channels.
 *
 * @param id stays as long as nobody merges them into another
 * @param codes the merchant's own codes; more than one only if an agent merged them
 * @param links their conversations
 * @param merged who was merged into them, and can be taken out again
 * @param suggestions conversations and customers that might be theirs, for an agent to decide
 */
public record Customer(
        String id,
        List<String> codes,
        List<Link> links,
        List<String> merged,
        List<Suggestion> suggestions) {

    /**
     * A conversation of theirs.
     *
     * @param conversation its id
     * @param channel such as {@code wechat}
     * @param account of that channel
     * @param user the platform's id of them there
     * @param customer the one it was linked to, which may be merged into another since
     * @param linked when
     * @param evidence why
     */
    public record Link(
            String conversation,
            String channel,
            String account,
            String user,
            String customer,
            Instant linked,
            List<Evidence> evidence) {}

    /**
     * Something an agent should look at.
     *
     * @param conversation which might be
     * @param customer this customer's
     * @param owner whose the conversation is now, null if nobody's
     * @param because what speaks for it
     * @param time since when
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Suggestion(
            String conversation,
            String customer,
            @Nullable String owner,
            String because,
            Instant time) {}
}
