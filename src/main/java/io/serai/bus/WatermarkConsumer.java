package io.serai.bus;

import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * Commits offsets as far as everything is through: whenever it is asked for more records, so on its
 * own thread and also while none come, and before it gives a partition away. If that fails, records
 * come again and are found handled.
 */
final class WatermarkConsumer extends KafkaConsumer<byte[], byte[]> {

    private static final Logger log = LoggerFactory.getLogger(WatermarkConsumer.class);
    private static final long EVERY = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long AGAIN = TimeUnit.SECONDS.toNanos(10);
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(2);

    private final Map<Integer, Partition> partitions;
    private long committed = System.nanoTime();
    private long committedAgain = System.nanoTime();

    WatermarkConsumer(Properties settings, Map<Integer, Partition> partitions) {
        super(settings);
        this.partitions = partitions;
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        if (System.nanoTime() - committed > EVERY) {
            committed = System.nanoTime();
            look();
            Map<TopicPartition, OffsetAndMetadata> due = due(assignment());
            if (!due.isEmpty()) {
                commitAsync(due, (offsets, failure) -> note(offsets, failure));
            }
        }
        return super.poll(timeout);
    }

    private void look() {
        // Who deletes a topic deletes what was committed of it, and tells nobody.
        boolean again = System.nanoTime() - committedAgain > AGAIN;
        if (again) {
            committedAgain = System.nanoTime();
        }
        for (TopicPartition one : assignment()) {
            Partition partition =
                    partitions.computeIfAbsent(one.partition(), it -> new Partition());
            if (again) {
                partition.commitAgain();
            }
            try {
                partition.readTo(position(one, Duration.ZERO));
            } catch (KafkaException e) {
                // Not known yet; whatever else it is, asking for records says it too.
            }
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> due(Collection<TopicPartition> those) {
        Map<TopicPartition, OffsetAndMetadata> due = new HashMap<>();
        for (TopicPartition one : those) {
            Partition partition = partitions.get(one.partition());
            if (partition != null) {
                partition.due().ifPresent(offset -> due.put(one, new OffsetAndMetadata(offset)));
            }
        }
        return due;
    }

    private void note(Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable Exception failure) {
        if (failure != null) {
            log.debug("Offsets were not committed: {}", failure.getClass().getSimpleName());
            return;
        }
        offsets.forEach(
                (one, offset) -> {
                    Partition partition = partitions.get(one.partition());
                    if (partition != null) {
                        partition.committed(offset.offset());
                    }
                });
    }

    @Override
    public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
        super.subscribe(topics, new Handover(listener));
    }

    /** What is through is committed before a partition goes, and what comes back begins anew. */
    private final class Handover implements ConsumerRebalanceListener {

        private final ConsumerRebalanceListener inner;

        Handover(ConsumerRebalanceListener inner) {
            this.inner = inner;
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
            Map<TopicPartition, OffsetAndMetadata> due = due(revoked);
            if (!due.isEmpty()) {
                try {
                    commitSync(due, LAST_PATIENCE);
                } catch (KafkaException e) {
                    log.debug("Offsets were not committed: {}", e.getClass().getSimpleName());
                }
            }
            forget(revoked);
            inner.onPartitionsRevoked(revoked);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> lost) {
            forget(lost);
            inner.onPartitionsLost(lost);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
            forget(assigned);
            inner.onPartitionsAssigned(assigned);
        }

        private void forget(Collection<TopicPartition> those) {
            those.forEach(one -> partitions.remove(one.partition()));
        }
    }
}
