package io.serai.publish;

import io.micrometer.core.instrument.MeterRegistry;
import io.serai.event.Event;
import io.serai.store.Cursor;
import io.serai.store.CursorGone;
import io.serai.store.Feed;
import io.serai.store.StoreAway;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Behind {@code routes/events/kafka.camel.yaml}: what of the feed goes to Kafka next, and that it
 * is there. One node at a time writes; what it did not note is written again.
 */
@Component("kafkaFeed")
public class KafkaFeed implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(KafkaFeed.class);
    private static final String NAME = "kafka";
    private static final String PAGE = "serai-page";
    private static final Duration FIRST_REST = Duration.ofSeconds(1);
    private static final Duration LONGEST_REST = Duration.ofSeconds(30);

    private final FeedReaders readers;
    private final Feed feed;
    private final KafkaSettings settings;
    private final UnbrokenProducers producers;
    private final MeterRegistry meters;
    private final Clock clock;
    private final UUID self = UUID.randomUUID();

    /** Further than the stored place if nothing that lies between was wanted. */
    private @Nullable Cursor seen;

    /** Each try may write part of its page, which then is there twice. */
    private Duration rest = FIRST_REST;

    private Instant again = Instant.EPOCH;
    private volatile boolean failing;
    private volatile boolean used;

    KafkaFeed(
            FeedReaders readers,
            Feed feed,
            KafkaSettings settings,
            UnbrokenProducers producers,
            MeterRegistry meters,
            Clock clock) {
        this.readers = readers;
        this.feed = feed;
        this.settings = settings;
        this.producers = producers;
        this.meters = meters;
        this.clock = clock;
    }

    private record Page(Cursor stored, Cursor after, int size) {}

    /** Makes the body the records to write, in order; null if there are none, or not for us. */
    public void next(Exchange exchange) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setBody(null);
        used = true;
        Instant now = clock.instant();
        Cursor stored = place(now);
        if (!readers.claim(NAME, self, now, now.plus(settings.lease()))) {
            seen = null;
            return;
        }
        if (now.isBefore(again)) {
            return;
        }
        try {
            Cursor from = seen == null ? stored : seen;
            Feed.Slice slice = feed.after(from, settings.types(), settings.page());
            List<Message> records =
                    slice.entries().stream().map(it -> message(exchange, it.event())).toList();
            if (records.isEmpty()) {
                seen = slice.cursor();
                if (slice.more()) {
                    move(new Page(stored, slice.cursor(), 0));
                }
                return;
            }
            exchange.setProperty(PAGE, new Page(stored, slice.cursor(), records.size()));
            producers.begin();
            message.setBody(records);
        } catch (CursorGone e) {
            log.error(
                    "The place up to which events were written to Kafka is gone, as after a"
                            + " restore; all of them are written again");
            seen = null;
            readers.move(NAME, self, stored, feed.start(), now);
        }
    }

    private Cursor place(Instant now) {
        Optional<Cursor> known = readers.place(NAME);
        if (known.isPresent()) {
            return known.get();
        }
        boolean start = settings.from() == KafkaSettings.From.START;
        readers.begin(NAME, start ? feed.start() : feed.end(), now);
        return readers.place(NAME).orElseThrow();
    }

    private Message message(Exchange exchange, Event event) {
        return KafkaRecord.of(event, settings.mode()).message(exchange.getContext());
    }

    /** Notes that Kafka has them. */
    public void written(Exchange exchange) {
        Page page = exchange.getProperty(PAGE, Page.class);
        move(page);
        meters.counter("serai.publish.kafka.records").increment(page.size());
        if (failing) {
            failing = false;
            rest = FIRST_REST;
            log.info("Kafka takes the hub's events again");
        }
    }

    private void move(Page page) {
        seen = null;
        if (!readers.move(NAME, self, page.stored(), page.after(), clock.instant())) {
            log.warn("Another node writes the hub's events to Kafka now");
        }
    }

    /** Says once that it failed; the same page comes again, after longer and longer rests. */
    public void failed(Exchange exchange) {
        Exception caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (StoreAway.is(caught)) {
            return; // it says so itself, and nothing can be read before it is back
        }
        Exception failure = Objects.requireNonNullElse(producers.failure(), caught);
        meters.counter("serai.publish.kafka.failures").increment();
        again = clock.instant().plus(rest);
        rest =
                rest.multipliedBy(2).compareTo(LONGEST_REST) < 0
                        ? rest.multipliedBy(2)
                        : LONGEST_REST;
        if (!failing) {
            failing = true;
            log.warn(
                    "The hub's events cannot be written to Kafka now ({}) and wait in the store;"
                            + " are serai.publish.kafka.brokers, the topic and its"
                            + " max.message.bytes right?",
                    NestedExceptionUtils.getMostSpecificCause(failure).getClass().getSimpleName());
        }
    }

    @Override
    public void destroy() {
        if (used) {
            readers.release(NAME, self);
        }
    }
}
