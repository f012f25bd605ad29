package io.serai.gateway.data;

import com.google.protobuf.DynamicMessage;

import io.grpc.CallCredentials;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.serai.event.Trail;
import io.serai.gateway.Authorization;
import io.serai.gateway.SystemSettings;

import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The one channel to a system that speaks gRPC. It connects when it is first used, to vetted
 * addresses only, is given up after five idle minutes, and notices a peer that is gone. What is
 * longer than 2 MiB is refused.
 */
final class GrpcConnection implements AutoCloseable {

    private static final int LONGEST_ANSWER = 2 << 20;

    private final Authorization authorization;
    private final ManagedChannel channel;

    GrpcConnection(SystemSettings settings) {
        this.authorization = Authorization.withoutTokens(settings);
        URI url = settings.url();
        NettyChannelBuilder builder =
                NettyChannelBuilder.forTarget(
                                VettedNames.target(
                                        url.getHost(), url.getPort() < 0 ? 443 : url.getPort()))
                        .userAgent("serai")
                        .maxInboundMessageSize(LONGEST_ANSWER)
                        .maxInboundMetadataSize(16 << 10)
                        .keepAliveTime(30, TimeUnit.SECONDS)
                        .keepAliveTimeout(5, TimeUnit.SECONDS)
                        .idleTimeout(5, TimeUnit.MINUTES)
                        .withOption(
                                io.netty.channel.ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                (int) settings.connectTimeout().toMillis())
                        // The retries are the route's, where one sees them.
                        .disableRetry();
        this.channel =
                ("grpcs".equals(url.getScheme())
                                ? builder.useTransportSecurity()
                                : builder.usePlaintext())
                        .build();
    }

    /** Makes the call and waits for its answer, not longer than the given time. */
    DynamicMessage call(GrpcRequest request, DynamicMessage message, Duration time) {
        CallOptions options =
                CallOptions.DEFAULT
                        .withDeadlineAfter(time.toMillis(), TimeUnit.MILLISECONDS)
                        .withCallCredentials(new Signed(authorization, Trail.traceparent()));
        return ClientCalls.blockingUnaryCall(channel, request.wire(), options, message);
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    /** Says who the hub is and in which trace, as it does over HTTP, in the call's metadata. */
    private static final class Signed extends CallCredentials {

        private final Authorization authorization;

        private final @Nullable String traceparent;

        Signed(Authorization authorization, @Nullable String traceparent) {
            this.authorization = authorization;
            this.traceparent = traceparent;
        }

        @Override
        public void applyRequestMetadata(
                RequestInfo info, Executor executor, MetadataApplier applier) {
            BasicHttpRequest request = new BasicHttpRequest("POST", "/");
            try {
                authorization.sign(request);
            } catch (IOException e) {
                applier.fail(Status.UNAVAILABLE.withCause(e));
                return;
            }
            Metadata metadata = new Metadata();
            if (traceparent != null) {
                metadata.put(
                        Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER),
                        traceparent);
            }
            for (Header header : request.getHeaders()) {
                metadata.put(
                        Metadata.Key.of(
                                header.getName().toLowerCase(Locale.ROOT),
                                Metadata.ASCII_STRING_MARSHALLER),
                        header.getValue());
            }
            applier.apply(metadata);
        }
    }
}
