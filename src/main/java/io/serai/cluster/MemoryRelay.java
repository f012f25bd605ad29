package io.serai.cluster;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Within one process: what a node that is alone has, and several in one test. */
public final class MemoryRelay implements Relay {

    /** Nodes that hear each other. */
    public static final class Mesh {
        private final List<MemoryRelay> nodes = new CopyOnWriteArrayList<>();
    }

    private final Mesh mesh;
    private final boolean alone;
    private final Topics topics =
            new Topics(topic -> CompletableFuture.completedFuture(null), topic -> {});

    private MemoryRelay(Mesh mesh, boolean alone) {
        this.mesh = mesh;
        this.alone = alone;
    }

    /** The relay of a node that has no others. */
    public static MemoryRelay alone() {
        return new MemoryRelay(new Mesh(), true);
    }

    /** A node among others. */
    public static MemoryRelay in(Mesh mesh) {
        MemoryRelay relay = new MemoryRelay(mesh, false);
        mesh.nodes.add(relay);
        return relay;
    }

    @Override
    public void publish(String topic, String text) {
        for (MemoryRelay other : mesh.nodes) {
            if (other != this) {
                other.topics.deliver(topic, text);
            }
        }
    }

    @Override
    public Subscription subscribe(String topic, Listener listener) {
        return topics.add(topic, listener);
    }

    /** Nothing is ever missed in memory. */
    @Override
    public void onConnected(Runnable action) {}

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public boolean isAlone() {
        return alone;
    }
}
