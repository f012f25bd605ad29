package io.serai.customer;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Why a conversation is a customer's.
 *
 * @param kind what sort of evidence
 * @param name what is compared with other conversations'; of a phone number a keyed hash
 * @param shown what people may see of it
 * @param source the CloudEvents source it came from
 * @param by the agent who decided; null for the hub
 * @param time when it was found or decided
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Evidence(
        Kind kind, String name, String shown, String source, @Nullable String by, Instant time) {

    /** The longest name there is room for. */
    static final int LONGEST = 200;

    /** What a merchant's own customer code begins with, as a name. */
    static final String CODE = "code:";

    /** What sort of evidence. */
    public enum Kind {
        /** The platform's id of a person over all accounts of one open-platform account. */
        @JsonProperty("unionid")
        UNIONID(true),
        /** The merchant's own id, signed by the merchant. */
        @JsonProperty("merchant")
        MERCHANT(true),
        /** The code that the CRM gave for this very identity on its channel. */
        @JsonProperty("crm")
        CRM(true),
        /** The external_userid of a corporation's WeCom. */
        @JsonProperty("wecom")
        WECOM(true),
        /** A phone number that the CRM has for this identity. Families share them. */
        @JsonProperty("phone")
        PHONE(false),
        /** An agent says so. */
        @JsonProperty("agent")
        AGENT(false);

        private final boolean strong;

        Kind(boolean strong) {
            this.strong = strong;
        }

        /** True if it links without anybody being asked. */
        public boolean strong() {
            return strong;
        }
    }

    /** The platform's id of a person within one open-platform account. */
    public static Evidence unionid(String openPlatform, String id, String source, Instant time) {
        return new Evidence(
                Kind.UNIONID, "unionid:" + openPlatform + "/" + id, id, source, null, time);
    }

    /** The external_userid within one corporation. */
    public static Evidence wecom(String corporation, String id, String source, Instant time) {
        return new Evidence(Kind.WECOM, "wecom:" + corporation + "/" + id, id, source, null, time);
    }

    /** The merchant's own code, signed by the merchant. */
    public static Evidence merchant(String code, String source, Instant time) {
        return new Evidence(Kind.MERCHANT, CODE + code, code, source, null, time);
    }

    /** The merchant's own code, as the CRM knows the identity. */
    public static Evidence crm(String code, String source, Instant time) {
        return new Evidence(Kind.CRM, CODE + code, code, source, null, time);
    }

    static Evidence agent(String login, Instant time) {
        return new Evidence(Kind.AGENT, "agent:" + login, login, "/hub", login, time);
    }

    boolean fits() {
        return name.length() <= LONGEST && shown.length() <= LONGEST && source.length() <= 120;
    }

    boolean isCode() {
        return name.startsWith(CODE);
    }
}
