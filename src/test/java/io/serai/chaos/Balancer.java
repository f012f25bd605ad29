package io.serai.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A TCP load balancer: each connection goes to the next hub that takes it. It looks at nothing that
 * passes, and can cut connections in the middle of whatever passes.
 */
public final class Balancer implements AutoCloseable {

    private static final int CONNECT_MILLIS = 1_000;
    private static final int BUFFER = 8 * 1024;

    private final ServerSocket door;
    private final Supplier<List<Integer>> backends;
    private final AtomicInteger turn = new AtomicInteger();
    private final Set<Pair> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger cut = new AtomicInteger();

    /** Opens on a free port of this machine, for hubs on these. */
    Balancer(List<Integer> backends) throws IOException {
        this(() -> backends);
    }

    /** Opens on a free port of this machine, for hubs on whatever ports are good just then. */
    public Balancer(Supplier<List<Integer>> backends) throws IOException {
        this.backends = backends;
        this.door = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().name("balancer").start(this::accept);
    }

    public URI http(String path) {
        return URI.create("http://127.0.0.1:" + door.getLocalPort() + path);
    }

    public URI socket(String path) {
        return URI.create("ws://127.0.0.1:" + door.getLocalPort() + path);
    }

    /** How many connections there are. */
    int open() {
        return open.size();
    }

    /** How many were cut so far. */
    int cut() {
        return cut.get();
    }

    /** Cuts some of the connections, with a reset on both sides. */
    void cutSome(Random chance, double share) {
        for (Pair pair : open) {
            if (chance.nextDouble() < share && pair.reset()) {
                cut.incrementAndGet();
            }
        }
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                Thread.ofVirtual().name("balancer").start(() -> serve(client));
            } catch (IOException e) {
                if (!door.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket client) {
        Socket hub = connect();
        if (hub == null) {
            close(client);
            return;
        }
        Pair pair = new Pair(client, hub);
        open.add(pair);
        Thread back = Thread.ofVirtual().name("balancer").start(() -> pump(hub, client));
        pump(client, hub);
        try {
            back.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        open.remove(pair);
        close(client);
        close(hub);
    }

    private Socket connect() {
        List<Integer> ports = backends.get();
        for (int tries = 0; tries < ports.size(); tries++) {
            int port = ports.get(Math.floorMod(turn.getAndIncrement(), ports.size()));
            Socket hub = new Socket();
            try {
                hub.setTcpNoDelay(true);
                hub.connect(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                        CONNECT_MILLIS);
                return hub;
            } catch (IOException e) {
                close(hub); // this one is down: the next
            }
        }
        return null;
    }

    /** Until one side is at its end; then the other is told so. */
    private static void pump(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER];
        try {
            int read = from.getInputStream().read(buffer);
            while (read >= 0) {
                to.getOutputStream().write(buffer, 0, read);
                read = from.getInputStream().read(buffer);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            close(from);
            close(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is gone in any case
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        open.forEach(Pair::reset);
    }

    private record Pair(Socket client, Socket hub) {

        boolean reset() {
            try {
                client.setSoLinger(true, 0);
                hub.setSoLinger(true, 0);
            } catch (IOException e) {
                return false; // closed just now
            }
            Balancer.close(client);
            Balancer.close(hub);
            return true;
        }
    }
}
