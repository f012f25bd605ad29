package io.serai.channel.douyin;

import com.fasterxml.jackson.databind.JsonNode;

/** The platform's error codes, as far as the hub treats them differently. */
final class Code {

    static final long OK = 0;

    /** The answer had no code in any of the platform's shapes. */
    static final long NONE = -1;

    private Code() {}

    /** Looks where the gateways put it: {@code extra}, {@code data}, or {@code err_no}. */
    static long in(JsonNode answer) {
        JsonNode[] places = {
            answer.path("extra").path("error_code"),
            answer.path("data").path("error_code"),
            answer.path("err_no")
        };
        long code = NONE;
        for (JsonNode place : places) {
            if (place.isNumber() || place.isTextual()) {
                code = place.asLong(NONE);
                if (code != OK) {
                    return code;
                }
            }
        }
        return code;
    }

    /** What the platform says about it, cut to a line. */
    static String description(JsonNode answer) {
        for (String text :
                new String[] {
                    answer.path("extra").path("description").asText(),
                    answer.path("data").path("description").asText(),
                    answer.path("err_msg").asText()
                }) {
            if (!text.isEmpty()) {
                return text.substring(0, Math.min(text.length(), 120)).replace('\n', ' ');
            }
        }
        return "";
    }

    /** Certainly not sent; to be tried again after a pause. */
    static boolean busy(long code) {
        return code == 28001005 || code == 28001006 || code == 2100004 || code == 28003018;
    }

    /** The access token is of no use any more. */
    static boolean token(long code) {
        return code == 28001008 || code == 2190008 || code == 10008 || code == 2190002;
    }

    /** Why a message was refused for good, for an agent. */
    static String reason(long code, String description) {
        String text =
                switch ((int) code) {
                    case 28003070 ->
                            "Douyin takes no more messages to this customer until the customer"
                                    + " writes again";
                    case 28003017, 2190001 -> "Douyin's quota for this account is used up";
                    case 28003080, 28003081 ->
                            "the customer's last message is more than 24 hours old; Douyin takes no"
                                    + " reply until the customer writes again";
                    case 28003082 -> "Douyin does not find the message this would answer";
                    case 28003095 -> "the account's own policy in Douyin's workbench forbids it";
                    case 28029004 -> "Douyin has banned this account from sending";
                    case 28003101 -> "Douyin has banned this user";
                    case 28001038 -> "Douyin does not allow this content";
                    case 28001012 -> "the operator has not authorised the app for messages";
                    case 28001015, 2190015 ->
                            "operator-open-id and the operator's token do not belong together";
                    default -> "Douyin refused it";
                };
        return text + " (code " + code + (description.isEmpty() ? "" : ": " + description) + ")";
    }
}
