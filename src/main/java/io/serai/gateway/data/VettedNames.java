package io.serai.gateway.data;

import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import io.grpc.Status;
import io.grpc.StatusOr;
import io.serai.gateway.SystemAddress;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/** Gives gRPC the addresses of a host, each of them vetted: {@code vetted:///host:port}. */
final class VettedNames extends NameResolverProvider {

    private static final String SCHEME = "vetted";
    private static final Duration FRESH = Duration.ofSeconds(10);

    static {
        NameResolverRegistry.getDefaultRegistry().register(new VettedNames());
    }

    /** What a channel is made for. */
    static String target(String host, int port) {
        return SCHEME + ":///" + host + ":" + port;
    }

    @Override
    protected boolean isAvailable() {
        return true;
    }

    /** Below that of DNS, which stays the one for targets without a scheme. */
    @Override
    protected int priority() {
        return 0;
    }

    @Override
    public String getDefaultScheme() {
        return SCHEME;
    }

    @Override
    public Collection<Class<? extends SocketAddress>> getProducedSocketAddressTypes() {
        return List.of(InetSocketAddress.class);
    }

    @Override
    public @Nullable NameResolver newNameResolver(URI target, NameResolver.Args args) {
        if (!SCHEME.equals(target.getScheme())) {
            return null;
        }
        String authority = target.getPath().substring(1);
        URI host = URI.create("grpc://" + authority);
        Executor threads = args.getOffloadExecutor();
        return new Resolver(
                authority,
                host.getHost(),
                host.getPort(),
                threads == null ? Thread::startVirtualThread : threads);
    }

    /**
     * Looks them up when the channel connects, and again when a connection broke; what was found
     * just now is not looked for again, or a channel would never be told that nobody is there.
     */
    private static final class Resolver extends NameResolver {

        private final String authority;
        private final String host;
        private final int port;
        private final Executor threads;
        private volatile @Nullable Listener2 listener;

        /** Until when, by the clock of nanoseconds. */
        private volatile long fresh = System.nanoTime() - 1;

        Resolver(String authority, String host, int port, Executor threads) {
            this.authority = authority;
            this.host = host;
            this.port = port;
            this.threads = threads;
        }

        @Override
        public String getServiceAuthority() {
            return authority;
        }

        @Override
        public void start(Listener2 told) {
            listener = told;
            refresh();
        }

        @Override
        public void refresh() {
            if (System.nanoTime() - fresh > 0) {
                threads.execute(this::resolve);
            }
        }

        private void resolve() {
            Listener2 told = listener;
            if (told == null) {
                return;
            }
            try {
                List<EquivalentAddressGroup> addresses =
                        Stream.of(SystemAddress.DESTINATIONS.resolve(host)).map(this::at).toList();
                fresh = System.nanoTime() + FRESH.toNanos();
                told.onResult(
                        ResolutionResult.newBuilder()
                                .setAddressesOrError(StatusOr.fromValue(addresses))
                                .build());
            } catch (UnknownHostException e) {
                told.onError(Status.UNAVAILABLE.withCause(e));
            }
        }

        private EquivalentAddressGroup at(InetAddress address) {
            return new EquivalentAddressGroup(new InetSocketAddress(address, port));
        }

        @Override
        public void shutdown() {
            listener = null;
        }
    }
}
