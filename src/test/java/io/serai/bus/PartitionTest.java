package io.serai.bus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/** An offset is due when its record and all before it are through. */
class PartitionTest {

    private final Partition partition = new Partition();
    private final CompletableFuture<String> first = new CompletableFuture<>();
    private final CompletableFuture<String> second = new CompletableFuture<>();

    @Test
    void whatIsThroughWaitsForWhatCameBeforeIt() {
        partition.add(7, first);
        partition.add(9, second);

        second.complete("through");
        assertThat(partition.due()).isEmpty();

        first.complete("through");
        assertThat(partition.due()).hasValue(10);
    }

    @Test
    void whatWasCommittedIsNotDueAgain() {
        partition.add(7, first);
        first.complete("through");
        partition.committed(8);

        assertThat(partition.due()).isEmpty();
        assertThat(partition.size()).isZero();
    }

    @Test
    void whatFailedIsThroughSinceTheStoreKnowsIt() {
        partition.add(7, first);

        first.completeExceptionally(new IllegalStateException("on purpose"));

        assertThat(partition.due()).hasValue(8);
    }

    @Test
    void ofATopicMadeAnewTheOffsetGoesBackWithTheConsumer() {
        partition.add(7, first);
        first.complete("through");
        partition.committed(8);

        partition.readTo(2);
        assertThat(partition.due()).hasValue(2);

        partition.committed(2);
        partition.add(2, second);
        partition.readTo(3);
        assertThat(partition.due()).isEmpty();
    }

    @Test
    void whatBrokersForgotIsCommittedAgain() {
        partition.readTo(8);
        partition.committed(8);

        partition.commitAgain();

        assertThat(partition.due()).hasValue(8);
    }

    @Test
    void ofAPartitionThatCameBackNothingIsDueBeforeItIsKnownWhereItIs() {
        partition.committed(8);

        assertThat(partition.due()).isEmpty();
    }

    @Test
    void whatAStoppingHubLetGoOfIsNotThrough() {
        partition.add(7, first);
        first.completeExceptionally(new CancellationException("The hub stops"));
        Partition other = new Partition();
        other.add(7, second.thenRun(() -> {}));
        second.completeExceptionally(new CancellationException("The hub stops"));

        assertThat(partition.due()).isEmpty();
        assertThat(other.due()).isEmpty();
    }
}
