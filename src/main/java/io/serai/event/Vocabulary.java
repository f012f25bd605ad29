package io.serai.event;

import java.util.List;
import java.util.stream.Stream;

/**
 * The types of all events there can be: the hub's own, and those that the merchant's systems may
 * report.
 *
 * @param reported without {@code io.serai.}; {@code loyalty.*} stands for all that begin so, {@code
 *     *} for all but the hub's own
 */
public record Vocabulary(List<String> reported) {

    /** What the types of the hub and of all that is reported to it begin with. */
    public static final String PREFIX = "io.serai.";

    /** What the hub itself tells of; {@link Types#AGENT_PRESENCE} is told to nobody. */
    private static final List<String> OWN =
            List.of(
                    Types.MESSAGE_RECEIVED,
                    Types.MESSAGE_SENT,
                    Types.MESSAGE_STATUS,
                    Types.DEAD_LETTER,
                    Types.CONVERSATION_OPENED,
                    Types.CONVERSATION_QUEUED,
                    Types.CONVERSATION_OFFERED,
                    Types.CONVERSATION_ASSIGNED,
                    Types.CONVERSATION_TRANSFERRED,
                    Types.CONVERSATION_CLOSED,
                    Types.ACCOUNT_EVENT,
                    Types.RETURN_REQUESTED,
                    Types.RETURN_ACCEPTED,
                    Types.RETURN_REFUSED,
                    Types.RETURN_UNKNOWN,
                    Types.CUSTOMER_LINKED,
                    Types.CUSTOMER_UNLINKED,
                    Types.CUSTOMER_MERGED,
                    Types.CUSTOMER_UNMERGED,
                    Types.CONTACT_CHANGED,
                    Types.TICKET_CREATED,
                    Types.TICKET_UPDATED,
                    Types.TICKET_SOLVED);

    public Vocabulary {
        reported = List.copyOf(reported);
    }

    /** All of them, as they stand in {@link Event#type()}; a {@code *} at the end is any end. */
    public List<String> known() {
        return Stream.concat(OWN.stream(), reported.stream().map(PREFIX::concat))
                .distinct()
                .sorted()
                .toList();
    }

    /** True if some event's type can begin like this. */
    public boolean mayBegin(String beginning) {
        return known().stream().anyMatch(type -> meets(type, beginning));
    }

    private static boolean meets(String type, String beginning) {
        if (!type.endsWith("*")) {
            return type.startsWith(beginning);
        }
        String family = type.substring(0, type.length() - 1);
        return family.startsWith(beginning) || beginning.startsWith(family);
    }
}
