package io.serai.channel.wechat;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.micrometer.core.instrument.MeterRegistry;
import io.serai.bus.Receipt;
import io.serai.channel.wechat.Gate.Opened;
import io.serai.channel.wechat.PassiveReplies.Waiting;
import io.serai.event.Address;
import io.serai.event.Content;
import io.serai.event.Inbound;
import io.serai.store.StoreAway;

import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;
import org.springframework.stereotype.Component;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The steps of the Kamelet {@code wechat-source}: let a push in, and answer it once it is durable.
 * The exchange's properties {@code channel} and {@code account} say whose it is.
 */
@Component
public final class WechatSource {

    private static final Logger LOG = LoggerFactory.getLogger(WechatSource.class);
    private static final Marker STRANGER = MarkerFactory.getMarker("stranger");
    private static final String PENDING = "wechatPending";

    /** WeChat hangs up after 5 s, counted from its own side. */
    private static final long LATEST_ANSWER_MILLIS = 4000;

    /** WeChat sends a push three times within 15 s. */
    private static final Duration REPEATED = Duration.ofSeconds(30);

    private static final int MOST_ANSWERED = 10_000;

    private final WechatAccounts accounts;
    private final PassiveReplies passive;
    private final UnionIds unionIds;
    private final MeterRegistry meters;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    /** What went back in the response to a push, by the push, for as long as it may come again. */
    private final Cache<List<String>, Content> answered =
            Caffeine.newBuilder().maximumSize(MOST_ANSWERED).expireAfterWrite(REPEATED).build();

    /** What is kept of a push until it is answered. */
    private record Pending(
            Gate gate,
            Address address,
            String key,
            String ghId,
            boolean sealed,
            Waiting place,
            long since) {

        List<String> name() {
            return List.of(address.conversation(), key);
        }
    }

    WechatSource(
            WechatAccounts accounts,
            PassiveReplies passive,
            UnionIds unionIds,
            MeterRegistry meters,
            Clock clock) {
        this.accounts = accounts;
        this.passive = passive;
        this.unionIds = unionIds;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Verifies a request. Afterwards the body is an {@link Inbound} to be stored, or else the
     * response: the echo of the platform's address check, or an empty refusal.
     */
    public void receive(Exchange exchange) {
        String channel = exchange.getProperty("channel", String.class);
        String account = exchange.getProperty("account", String.class);
        String query = exchange.getMessage().getHeader(Exchange.HTTP_QUERY, String.class);
        String method = exchange.getMessage().getHeader(Exchange.HTTP_METHOD, String.class);
        byte[] body = exchange.getMessage().getBody(byte[].class);
        exchange.getMessage().removeHeaders("*");
        try {
            Gate gate = accounts.gate(channel, account);
            if ("GET".equals(method)) {
                respond(exchange, 200, "text/plain", gate.echo(query));
            } else {
                Opened opened = gate.open(query, body == null ? new byte[0] : body);
                accept(exchange, gate, opened, channel, account);
            }
        } catch (Refused e) {
            refuse(exchange, channel, account, e);
        }
    }

    /**
     * Answers a push that is durable, with a reply if one comes in time. The body is its receipt.
     */
    public void answer(Exchange exchange) {
        Receipt receipt = exchange.getMessage().getBody(Receipt.class);
        Pending pending = exchange.getProperty(PENDING, Pending.class);
        exchange.getMessage().removeHeaders("*");
        if (pending == null) {
            respond(exchange, 200, "text/plain", "success");
            return;
        }
        Optional<Content> reply = awaitReply(receipt, pending);
        if (reply.isPresent()) {
            exchange.getExchangeExtension().addOnCompletion(new Written(pending.place()));
            answered.put(pending.name(), reply.get());
        } else if (receipt != null && receipt.duplicate()) {
            // That it comes again says that WeChat did not get the response with the reply.
            reply = Optional.ofNullable(answered.getIfPresent(pending.name()));
        }
        if (reply.isEmpty()) {
            respond(exchange, 200, "text/plain", "success");
        } else {
            respond(exchange, 200, "text/xml", xml(pending, reply.get()));
        }
    }

    /** The push could not be stored: WeChat is told to send it again. */
    public void failed(Exchange exchange) {
        Pending pending = exchange.getProperty(PENDING, Pending.class);
        if (pending != null) {
            pending.place().take();
            pending.place().written(false);
        }
        String channel = exchange.getProperty("channel", String.class);
        String account = exchange.getProperty("account", String.class);
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (StoreAway.is(cause)) {
            LOG.warn(
                    "Could not take a push of {}/{} while the store is away; WeChat will repeat it",
                    channel,
                    account);
        } else {
            LOG.error(
                    "Could not take a push of {}/{}; WeChat will repeat it",
                    channel,
                    account,
                    cause);
        }
        meters.counter("serai.channel.failed", "channel", channel, "account", account).increment();
        exchange.getMessage().removeHeaders("*");
        respond(exchange, 500, "text/plain", "");
    }

    private void accept(Exchange exchange, Gate gate, Opened opened, String channel, String account)
            throws Refused {
        Inbound inbound = Normaliser.normalise(channel, account, opened.payload());
        boolean answerable =
                channel.equals(WechatAccounts.OFFICIAL)
                        && opened.payload().xml()
                        && gate.account().passiveWait().isPositive();
        if (answerable && inbound instanceof Inbound.Said said) {
            exchange.setProperty(
                    PENDING,
                    new Pending(
                            gate,
                            said.address(),
                            said.key(),
                            opened.payload().required("ToUserName"),
                            opened.sealed(),
                            passive.open(said.address()),
                            System.nanoTime()));
        }
        meters.counter("serai.channel.accepted", "channel", channel, "account", account)
                .increment();
        exchange.getMessage()
                .setBody(inbound instanceof Inbound.Said said ? unionIds.named(said) : inbound);
    }

    private static Optional<Content> awaitReply(@Nullable Receipt receipt, Pending pending) {
        if (receipt == null || receipt.duplicate()) {
            return pending.place().take();
        }
        long gone = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - pending.since());
        long wait = pending.gate().account().passiveWait().toMillis();
        long millis = Math.max(0, Math.min(wait, LATEST_ANSWER_MILLIS - gone));
        return pending.place().await(receipt.handled(), millis);
    }

    private String xml(Pending pending, Content reply) {
        long now = clock.instant().getEpochSecond();
        String plain = PassiveXml.write(pending.address().user(), pending.ghId(), now, reply);
        if (!pending.sealed()) {
            return plain;
        }
        WechatCrypto crypto = pending.gate().crypto();
        byte[] bytes = new byte[8];
        random.nextBytes(bytes);
        String nonce = HexFormat.of().formatHex(bytes);
        return PassiveXml.seal(crypto, crypto.encrypt(plain), Long.toString(now), nonce);
    }

    private void refuse(Exchange exchange, String channel, String account, Refused why) {
        LOG.warn(
                STRANGER,
                "Refused a request to {}/{} with {}: {}",
                channel,
                account,
                why.reason().status,
                why.getMessage());
        meters.counter(
                        "serai.channel.refused",
                        "channel",
                        channel,
                        "account",
                        account,
                        "reason",
                        why.reason().name().toLowerCase(Locale.ROOT))
                .increment();
        respond(exchange, why.reason().status, "text/plain", "");
    }

    private static void respond(Exchange exchange, int status, String type, String body) {
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, type + ";charset=UTF-8");
        exchange.getMessage().setBody(body);
    }

    /** Tells the sink what became of a reply once the response is out. */
    private static final class Written extends SynchronizationAdapter {

        private final Waiting place;

        private Written(Waiting place) {
            this.place = place;
        }

        @Override
        public void onComplete(Exchange exchange) {
            place.written(true);
        }

        @Override
        public void onFailure(Exchange exchange) {
            place.written(false);
        }
    }
}
