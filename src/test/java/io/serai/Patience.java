package io.serai;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.Extension;

import java.time.Duration;

/**
 * How long a test waits for what is to happen before it says that it did not: so long that a
 * machine which stands still for a while makes no test fail. It costs nothing where tests pass.
 * Found by JUnit for every test, so that {@code await()} alone means this.
 */
public final class Patience implements Extension {

    public static final Duration LIMIT = Duration.ofSeconds(60);

    public Patience() {
        Awaitility.setDefaultTimeout(LIMIT);
    }
}
