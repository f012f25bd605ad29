package io.serai.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

class LanesTest {

    private final Lanes lanes = new Lanes("test", 1);
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    /** Such as memory that ran out for a moment: the conversation must not wait for a restart. */
    @Test
    void aLaneGoesOnWhateverOneWorkEndsWith() throws Exception {
        CompletableFuture<?> bad = lanes.run("a", LanesTest::breaks, failures::add);
        CompletableFuture<?> good = lanes.run("a", () -> "done", failures::add);

        good.get(10, TimeUnit.SECONDS);

        assertThatThrownBy(bad::join).hasCauseInstanceOf(StackOverflowError.class);
        assertThat(failures).singleElement().isInstanceOf(StackOverflowError.class);
    }

    private static String breaks() {
        throw new StackOverflowError();
    }
}
