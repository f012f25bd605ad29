package io.serai.event;

import com.fasterxml.jackson.annotation.JsonProperty;

import java.util.Arrays;
import java.util.List;

/**
 * How far a message has come. It only moves forward: {@code queued < unknown < sent < delivered <
 * read}. {@code failed} is reached from anything before {@code delivered} and left only when the
 * platform says it was delivered after all. A late receipt never takes a message back.
 */
public enum Status {
    /** Stored, waiting to be sent. */
    @JsonProperty("queued")
    QUEUED,
    /**
     * The platform's answer was lost: it may have been sent or not, and is not blindly repeated.
     */
    @JsonProperty("unknown")
    UNKNOWN,
    /** The platform took it. */
    @JsonProperty("sent")
    SENT,
    /** Refused for good; the reason is beside it. */
    @JsonProperty("failed")
    FAILED,
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

    /** The statuses that {@code this} moves forward. */
    public List<Status> before() {
        return Arrays.stream(values()).filter(earlier -> earlier.compareTo(this) < 0).toList();
    }
}
