package io.serai.channel.wechat;

import io.serai.event.Address;
import io.serai.event.Delivery;
import io.serai.event.Outgoing;

import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The steps of the Kamelet {@code wechat-sink}: hand a reply to a push that waits for it, or else
 * post it to the customer-service API. The exchange's property {@code wechatCall} holds the {@link
 * SendCall}.
 */
@Component
public final class WechatSink {

    private static final String CALL = "wechatCall";
    private static final long HAND_OVER_SECONDS = 5;

    private final PassiveReplies passive;
    private final AccessTokens tokens;

    WechatSink(PassiveReplies passive, AccessTokens tokens) {
        this.passive = passive;
        this.tokens = tokens;
    }

    /** Hands the reply to a waiting push. The body becomes its delivery, or stays what it was. */
    public void handOver(Exchange exchange) {
        Outgoing outgoing = outgoing(exchange);
        if (!PassiveXml.carries(outgoing.message().content())) {
            return;
        }
        Future<Boolean> written = passive.offer(outgoing.address(), outgoing.message().content());
        Delivery delivery = written == null ? null : delivered(written);
        if (delivery != null) {
            exchange.getMessage().setBody(delivery);
        }
    }

    /** Gets the calls ready. */
    public void begin(Exchange exchange) {
        Outgoing outgoing = outgoing(exchange);
        boolean mini = outgoing.address().channel().equals(WechatAccounts.MINI);
        exchange.setProperty(
                CALL,
                new SendCall(
                        SendBody.of(
                                outgoing.address().user(), mini, outgoing.message().content())));
        exchange.setProperty("wechatTo", outgoing.address());
    }

    /** Sets body, query and headers of the next call, and nothing but these. */
    public void request(Exchange exchange) {
        Address to = to(exchange);
        String token = tokens.token(to.channel(), to.account());
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(call(exchange).next(token).getBytes(StandardCharsets.UTF_8));
        exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/json; charset=utf-8");
        exchange.getMessage()
                .setHeader(
                        Exchange.HTTP_QUERY,
                        "access_token=" + URLEncoder.encode(token, StandardCharsets.UTF_8));
    }

    /** Takes in the answer. */
    public void response(Exchange exchange) {
        Integer status =
                exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        String body = exchange.getMessage().getBody(String.class);
        String refused = call(exchange).answered(status == null ? 0 : status, body);
        if (refused != null) {
            tokens.refused(to(exchange).channel(), to(exchange).account(), refused);
        }
    }

    /** Takes in that there was none. */
    public void failure(Exchange exchange) {
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        call(exchange).broke(cause == null ? new IllegalStateException("no answer") : cause);
    }

    /** The body becomes what became of the message. */
    public void delivery(Exchange exchange) {
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(call(exchange).delivery());
    }

    private static @Nullable Delivery delivered(Future<Boolean> written) {
        try {
            return written.get(HAND_OVER_SECONDS, TimeUnit.SECONDS) ? Delivery.sent(null) : null;
        } catch (TimeoutException | ExecutionException e) {
            return Delivery.unknown("the response it was to go with was not seen to go out");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Delivery.unknown("the hub stopped while it was going out");
        }
    }

    private static Outgoing outgoing(Exchange exchange) {
        return exchange.getMessage().getBody(Outgoing.class);
    }

    private static SendCall call(Exchange exchange) {
        return exchange.getProperty(CALL, SendCall.class);
    }

    private static Address to(Exchange exchange) {
        return exchange.getProperty("wechatTo", Address.class);
    }
}
