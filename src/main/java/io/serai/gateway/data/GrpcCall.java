package io.serai.gateway.data;

import com.google.protobuf.DynamicMessage;

import io.grpc.StatusRuntimeException;
import io.serai.gateway.CallTime;
import io.serai.gateway.ContractException;
import io.serai.gateway.RefusedException;
import io.serai.gateway.SystemReply;
import io.serai.gateway.TransientException;
import io.serai.gateway.Trouble;

import org.apache.camel.Exchange;
import org.apache.camel.Message;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * The bean behind {@code grpc-system-action}: one unary call, JSON in and out. Not camel-grpc,
 * which calls a Java class generated from the {@code .proto} file by the name in its URI and takes
 * and gives instances of such classes: an integrator would have to compile Java and restart the
 * hub. Here a descriptor set in {@code config/grpc} is enough.
 */
public final class GrpcCall {

    private static final String REQUEST = "serai-grpc-request";

    GrpcCall() {}

    /** What the language {@code grpc-request} makes of a method and a request. */
    static Function<Exchange, Object> request(String text) {
        GrpcRequest request = GrpcRequest.of(text);
        return exchange -> {
            exchange.setProperty(REQUEST, request);
            Map<String, Object> values = BoundValues.of(exchange.getMessage().getBody());
            return request.message(values);
        };
    }

    /**
     * Makes the call: the answer becomes the body as JSON, null if there is no such thing. Whatever
     * headers the message had are gone afterwards.
     *
     * @param system the system's name in the settings
     * @param timeout the longest it may take, in milliseconds
     */
    public void call(Exchange exchange, String system, long timeout) throws Exception {
        Message message = exchange.getMessage();
        GrpcConnection connection =
                Objects.requireNonNull(
                        exchange.getContext()
                                .getRegistry()
                                .lookupByNameAndType(system + "Grpc", GrpcConnection.class),
                        () -> "serai.systems." + system + ".url does not start with grpc");
        GrpcRequest request = exchange.getProperty(REQUEST, GrpcRequest.class);
        try {
            DynamicMessage answer =
                    connection.call(
                            request,
                            (DynamicMessage) message.getBody(),
                            CallTime.atMost(Duration.ofMillis(timeout)));
            SystemReply.become(message, request.json(answer));
        } catch (StatusRuntimeException e) {
            switch (e.getStatus().getCode()) {
                case NOT_FOUND -> SystemReply.become(message, null);
                case UNAVAILABLE -> {
                    Trouble.tell(e);
                    throw new TransientException("it cannot be reached", e);
                }
                case DEADLINE_EXCEEDED -> throw SqlFaults.late(e);
                case RESOURCE_EXHAUSTED, ABORTED -> throw exhausted(e);
                case UNAUTHENTICATED, PERMISSION_DENIED ->
                        throw new ContractException("it refuses the hub's credentials", e);
                case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE, ALREADY_EXISTS ->
                        throw new RefusedException("it says no (" + e.getStatus().getCode() + ")");
                default ->
                        throw new ContractException(
                                "it refuses the call (" + e.getStatus().getCode() + ")", e);
            }
        }
    }

    /** The client itself says this, too, of an answer that is too long. */
    private static Exception exhausted(StatusRuntimeException failure) {
        String words = Objects.requireNonNullElse(failure.getStatus().getDescription(), "");
        return words.startsWith("gRPC message exceeds maximum size")
                ? new ContractException("its answer is longer than 2 MiB", failure)
                : new TransientException("it is busy", failure);
    }
}
