package io.serai.event;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How far a message has come. It only moves forward: {@code queued < sending < unknown < sent <
 * delivered < read}; {@code failed} is reached only from before {@code delivered}. A late receipt
 * never takes a message back.
 */
public enum Status {
    /** Stored, waiting to be sent. */
    @JsonProperty("queued")
    QUEUED,
    /** Handed to the platform, whose answer is not in yet. */
    @JsonProperty("sending")
    SENDING,
    /**
     * The platform's answer was lost: it may have been sent or not, and is not blindly repeated.
     */
    @JsonProperty("unknown")
    UNKNOWN,
    /** Refused for good; the reason is beside it. */
    @JsonProperty("failed")
    FAILED,
    /** The platform took it. */
    @JsonProperty("sent")
    SENT,
    /** It reached the other side's device. */
    @JsonProperty("delivered")
    DELIVERED,
    /** It was read. */
    @JsonProperty("read")
    READ;

    /** The status after {@code next} is reported, however late: the further one of the two. */
    public Status then(Status next) {
        return next.compareTo(this) > 0 ? next : this;
    }
}
