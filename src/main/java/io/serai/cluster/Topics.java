package io.serai.cluster;

import io.serai.cluster.Relay.Listener;
import io.serai.cluster.Relay.Subscription;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** Who listens to what on this node. A topic is opened for its first listener only. */
final class Topics {

    private static final Logger log = LoggerFactory.getLogger(Topics.class);

    private record Topic(List<Listener> listeners, CompletableFuture<Void> ready) {}

    private final Map<String, Topic> topics = new ConcurrentHashMap<>();
    private final Function<String, CompletableFuture<Void>> open;
    private final Consumer<String> close;

    /**
     * @param open has a topic's texts come in; told when they do
     * @param close ends that
     */
    Topics(Function<String, CompletableFuture<Void>> open, Consumer<String> close) {
        this.open = open;
        this.close = close;
    }

    Subscription add(String name, Listener listener) {
        Topic topic =
                topics.compute(
                        name,
                        (key, known) ->
                                known == null
                                        ? new Topic(List.of(listener), open.apply(key))
                                        : new Topic(with(known.listeners, listener), known.ready));
        return new Held(name, listener, topic.ready);
    }

    private void remove(String name, Listener listener) {
        topics.computeIfPresent(
                name,
                (key, known) -> {
                    List<Listener> left = without(known.listeners, listener);
                    if (left.isEmpty()) {
                        close.accept(key);
                        return null;
                    }
                    return new Topic(left, known.ready);
                });
    }

    /** False: nobody listens to it. */
    boolean deliver(String name, String text) {
        Topic topic = topics.get(name);
        if (topic == null) {
            return false;
        }
        for (Listener listener : topic.listeners) {
            try {
                listener.received(name, text);
            } catch (RuntimeException e) {
                log.warn(
                        "What another node said could not be taken: {}",
                        e.getClass().getSimpleName());
            }
        }
        return true;
    }

    Set<String> names() {
        return topics.keySet();
    }

    int size() {
        return topics.size();
    }

    private static List<Listener> with(List<Listener> listeners, Listener more) {
        List<Listener> all = new java.util.ArrayList<>(listeners);
        all.add(more);
        return List.copyOf(all);
    }

    private static List<Listener> without(List<Listener> listeners, Listener gone) {
        List<Listener> left = new java.util.ArrayList<>(listeners);
        left.remove(gone);
        return List.copyOf(left);
    }

    private final class Held implements Subscription {

        private final String topic;
        private final CompletableFuture<Void> ready;
        private @Nullable Listener listener;

        Held(String topic, Listener listener, CompletableFuture<Void> ready) {
            this.topic = topic;
            this.listener = listener;
            this.ready = ready;
        }

        @Override
        public CompletableFuture<Void> ready() {
            return ready;
        }

        @Override
        public synchronized void close() {
            if (listener != null) {
                remove(topic, listener);
                listener = null;
            }
        }
    }
}
