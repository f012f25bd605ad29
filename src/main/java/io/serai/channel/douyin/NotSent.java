package io.serai.channel.douyin;

import org.jspecify.annotations.Nullable;

/** The message certainly did not reach the platform and may be tried again later. */
final class NotSent extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotSent(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
