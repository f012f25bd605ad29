package io.serai.publish;

import io.micrometer.core.instrument.MeterRegistry;
import io.serai.business.WebhookSignature;
import io.serai.event.Event;
import io.serai.publish.Deliveries.Settled;
import io.serai.store.Cursor;
import io.serai.store.CursorGone;
import io.serai.store.Feed;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

/**
 * Serves one subscription while this node holds it: puts new events in line, and calls the
 * subscriber for what is due. What it did not note before it was killed is done again, with the
 * same {@code webhook-id}.
 */
final class Courier {

    private static final Logger log = LoggerFactory.getLogger(Courier.class);
    private static final int PAGE = 500;
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;

    /** What all couriers of a node share. */
    record Tools(
            Webhooks webhooks,
            Deliveries deliveries,
            Feed feed,
            Post post,
            SecretBox box,
            WebhookSettings settings,
            MeterRegistry meters,
            Clock clock) {}

    private final UUID id;
    private final UUID holder;
    private final Tools tools;
    private final BooleanSupplier held;

    /** Where it stands in the store. */
    private String stored = "";

    /** Further than that if nothing that lies between was wanted. */
    private @Nullable Cursor seen;

    Courier(UUID id, UUID holder, Tools tools, BooleanSupplier held) {
        this.id = id;
        this.holder = holder;
        this.tools = tools;
        this.held = held;
    }

    /**
     * Does what there is to do now.
     *
     * @return when there is something to do next, now if there is more; null if it is not known
     * @throws Ended if there is nothing to do any more
     */
    @Nullable Instant round() throws Ended, InterruptedException {
        Webhook webhook = tools.webhooks.find(id).orElseThrow(Ended::new);
        if (!webhook.isServed() || !held.getAsBoolean()) {
            throw new Ended();
        }
        boolean more = line(webhook);
        Instant now = tools.clock.instant();
        Instant rest = webhook.restUntil();
        if (rest != null && rest.isAfter(now)) {
            return more ? now : rest;
        }
        boolean full = deliver(webhook, now);
        return more || full ? now : tools.deliveries.nextDue(id);
    }

    /** Nothing is left to do for it on this node. */
    static final class Ended extends Exception {

        private static final long serialVersionUID = 1L;

        Ended() {
            super("ended", null, false, false);
        }
    }

    /** True if there is more in the feed, and room for it. */
    private boolean line(Webhook webhook) throws Ended {
        int most = tools.settings.backlog();
        if (!webhook.place().equals(stored)) {
            stored = webhook.place(); // also when its owner set it back
            seen = null;
        }
        Cursor from = seen == null ? Cursor.of(stored) : seen;
        try {
            Feed.Slice slice = tools.feed.after(from, webhook.types(), PAGE);
            List<Event> events = slice.entries().stream().map(Feed.Entry::event).toList();
            if (events.isEmpty()) {
                boolean moved = !slice.cursor().equals(from);
                seen = slice.cursor();
                // Now and then, so that a restart need not look at all of it again.
                if (moved && slice.more()) {
                    keep(webhook, List.of(), slice.cursor());
                }
                return slice.more();
            }
            if (tools.deliveries.count(id, "waiting", most) >= most) {
                return false;
            }
            keep(webhook, events, slice.cursor());
            return slice.more();
        } catch (CursorGone e) {
            log.warn("Webhook {} is disabled: its place in the feed is gone", id);
            tools.webhooks.found(
                    id,
                    Webhook.State.DISABLED,
                    "its place in the feed is gone, as after a restore; set state active to go on"
                            + " with what comes from now on",
                    tools.clock.instant());
            throw new Ended();
        }
    }

    private void keep(Webhook webhook, List<Event> events, Cursor place) throws Ended {
        if (!tools.deliveries.line(
                webhook, holder, events, place.toString(), tools.clock.instant())) {
            throw new Ended();
        }
    }

    /** True if there may be more that is due. */
    private boolean deliver(Webhook webhook, Instant now) throws Ended, InterruptedException {
        List<Parcel> due = tools.deliveries.due(id, now, tools.settings.parallel());
        if (due.isEmpty()) {
            return false;
        }
        List<byte[]> keys = keys(now);
        List<Settled> settled = new ArrayList<>();
        try (ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Settled>> running =
                    due.stream()
                            .map(parcel -> calls.submit(() -> call(webhook, keys, parcel)))
                            .toList();
            for (Future<Settled> call : running) {
                settled.add(call.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("A call of a webhook failed in the hub", e.getCause());
        }
        tools.deliveries.settle(settled);
        judge(webhook, settled);
        return due.size() == tools.settings.parallel();
    }

    private List<byte[]> keys(Instant now) throws Ended {
        try {
            return tools.webhooks.secrets(id, now).stream()
                    .map(stored -> WebhookSignature.key(tools.box.open(id, stored)))
                    .toList();
        } catch (IllegalStateException e) {
            log.error("Webhook {} is disabled: {}", id, e.getMessage());
            String reason = "its secret cannot be read; the log says more";
            tools.webhooks.found(id, Webhook.State.DISABLED, reason, now);
            throw new Ended();
        }
    }

    private Settled call(Webhook webhook, List<byte[]> keys, Parcel parcel) {
        Outcome outcome = tools.post.send(webhook.url(), keys, parcel);
        Instant now = tools.clock.instant();
        int tries = parcel.tries() + 1;
        String state = "delivered";
        Instant due = now;
        if (outcome.isGone()) {
            state = "waiting"; // for the owner to make up his mind
        } else if (!outcome.isTaken() && tries >= tools.settings.schedule().size()) {
            state = "dead";
        } else if (!outcome.isTaken()) {
            state = "waiting";
            Duration asked = asked(outcome);
            Duration pause = tools.settings.pause(tries);
            due = now.plus(pause.compareTo(asked) < 0 ? asked : pause);
        }
        count(state, outcome);
        return new Settled(parcel, outcome, state, due);
    }

    private static Duration asked(Outcome outcome) {
        boolean busy = outcome.status() == TOO_MANY || outcome.status() == UNAVAILABLE;
        Duration asked = outcome.retryAfter();
        return busy && asked != null ? asked : Duration.ZERO;
    }

    private void count(String state, Outcome outcome) {
        String word = outcome.isTaken() ? "delivered" : state.equals("dead") ? "dead" : "failed";
        tools.meters.counter("serai.webhooks.attempts", "outcome", word).increment();
    }

    /** Draws the conclusions for the subscription. */
    private void judge(Webhook webhook, List<Settled> settled) throws Ended {
        Instant now = tools.clock.instant();
        settled.stream()
                .map(it -> asked(it.outcome()))
                .max(Duration::compareTo)
                .filter(Duration::isPositive)
                .ifPresent(rest -> tools.webhooks.rest(id, now.plus(rest)));
        if (settled.stream().anyMatch(it -> it.outcome().isGone())) {
            log.warn("Webhook {} is disabled: its subscriber said 410", id);
            tools.webhooks.found(id, Webhook.State.DISABLED, "the subscriber said 410 Gone", now);
            throw new Ended();
        }
        Settled dead =
                settled.stream().filter(it -> it.state().equals("dead")).findAny().orElse(null);
        if (dead != null) {
            String reason = "given up after %d tries: %s";
            int tries = dead.parcel().tries() + 1;
            reason = reason.formatted(tries, dead.outcome().words());
            if (webhook.state() != Webhook.State.FAILING) {
                log.warn("Webhook {} is failing: {}", id, reason);
            }
            tools.webhooks.found(id, Webhook.State.FAILING, reason, now);
        } else if (webhook.state() == Webhook.State.FAILING
                && settled.stream().anyMatch(it -> it.outcome().isTaken())) {
            log.info("Webhook {} is taken again", id);
            tools.webhooks.found(id, Webhook.State.ACTIVE, null, now);
        }
    }
}
