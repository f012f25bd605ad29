package io.serai.channel.douyin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.micrometer.core.instrument.MeterRegistry;
import io.serai.event.Json;

import org.apache.camel.Body;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;
import org.springframework.stereotype.Component;

import java.util.Map;
import java.util.Set;

/** Receives the platform's webhooks: verifies the raw bytes, then reads them, then normalises. */
@Component("douyinWebhooks")
public class DouyinWebhooks {

    private static final Logger log = LoggerFactory.getLogger(DouyinWebhooks.class);
    private static final Marker STRANGER = MarkerFactory.getMarker("stranger");

    /**
     * Besides {@code im_*}: what the hub acts on or an operator is alarmed by. These must be for
     * the account's own app.
     */
    private static final Set<String> BOUND =
            Set.of(
                    "authorize",
                    "unauthorize",
                    "contract_authorize",
                    "contract_unauthorize",
                    "enter_group_audit_change",
                    "group_fans_event");

    private final Map<String, DouyinAccount> accounts;
    private final MeterRegistry meters;

    DouyinWebhooks(DouyinSettings settings, MeterRegistry meters) {
        this.accounts = settings.douyin();
        this.meters = meters;
    }

    /**
     * Reads one webhook.
     *
     * @param account the account's name, from the path and never from the body
     * @param body exactly the bytes received
     * @param signature {@code X-Douyin-Signature}
     * @param delivery {@code Msg-Id}: unsigned, so it is only a hint for the log
     */
    public Reception receive(
            @Header("account") String account,
            @Body byte @Nullable [] body,
            @Header("X-Douyin-Signature") @Nullable String signature,
            @Header("Msg-Id") @Nullable String delivery) {
        DouyinAccount settings = accounts.get(account);
        if (settings == null) {
            return refuse(account, 404, "unknown-account");
        }
        byte[] bytes = body == null ? new byte[0] : body;
        if (!Signature.matches(settings.clientSecret(), bytes, signature)) {
            return refuse(account, 403, signature == null ? "missing-signature" : "signature");
        }
        String raw = StrictJson.text(bytes);
        ObjectNode object = raw == null ? null : StrictJson.object(raw);
        if (raw == null || object == null) {
            return refuse(account, 400, "not-json");
        }
        Envelope envelope = Envelope.of(object, raw);
        if (envelope.event().isEmpty()) {
            return refuse(account, 400, "no-event");
        }
        if (envelope.event().equals("verify_webhook")) {
            return challenge(account, envelope.content().path("challenge"));
        }
        if (bound(envelope.event()) && !envelope.clientKey().equals(settings.clientKey())) {
            return refuse(account, 403, "other-client-key");
        }
        return accept(account, new Normaliser(account, settings), envelope);
    }

    private Reception accept(String account, Normaliser normaliser, Envelope envelope) {
        if (normaliser.ownEcho(envelope)) {
            count("echo", account, envelope.event());
            return envelope.to().isEmpty() || envelope.text("server_message_id").isEmpty()
                    ? Reception.answering(Reception.OK)
                    : Reception.of(normaliser.echo(envelope));
        }
        count("received", account, known(envelope.event()) ? envelope.event() : "other");
        return Reception.of(normaliser.inbound(envelope));
    }

    /**
     * The console sends it with an empty client_key, its samples with an invented one. The
     * signature proves the secret, and the answer gives nothing away but what was asked: so it
     * isn't bound.
     */
    private Reception challenge(String account, JsonNode challenge) {
        if (!challenge.isIntegralNumber() && !challenge.isTextual()) {
            return refuse(account, 400, "no-challenge");
        }
        return Reception.answering(
                Json.write(Json.MAPPER.createObjectNode().set("challenge", challenge)));
    }

    private static boolean bound(String event) {
        return event.startsWith("im_") || BOUND.contains(event);
    }

    private static boolean known(String event) {
        return BOUND.contains(event)
                || Set.of(
                                "im_receive_msg",
                                "im_send_msg",
                                "im_enter_direct_msg",
                                "im_recall_msg",
                                "im_message_read",
                                "im_authorize",
                                "im_group_receive_msg",
                                "im_group_send_msg")
                        .contains(event);
    }

    private Reception refuse(String account, int status, String reason) {
        log.warn(
                STRANGER,
                "Refused a Douyin webhook for account {} with {}: {}",
                account,
                status,
                reason);
        meters.counter(
                        "serai.channel.refused",
                        "channel",
                        "douyin",
                        "account",
                        account,
                        "reason",
                        reason)
                .increment();
        return Reception.refused(status);
    }

    private void count(String what, String account, String event) {
        meters.counter(
                        "serai.channel." + what,
                        "channel",
                        "douyin",
                        "account",
                        account,
                        "event",
                        event)
                .increment();
    }
}
