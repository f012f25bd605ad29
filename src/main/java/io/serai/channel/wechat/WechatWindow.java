package io.serai.channel.wechat;

import io.serai.event.Content;
import io.serai.event.Message;
import io.serai.event.ReplyWindow;
import io.serai.event.Sender;

import org.springframework.stereotype.Component;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * WeChat's rule for customer-service messages: 48 hours after the customer said something, a minute
 * after they followed, scanned a code, tapped a menu or, in a mini program, came in. Who has
 * unfollowed gets none. (Official account: "customer-service messages"; error 45015 otherwise.)
 */
@Component
final class WechatWindow implements ReplyWindow {

    private static final Duration SPOKEN = Duration.ofDays(2);
    private static final Duration ACTED = Duration.ofMinutes(1);
    private static final Set<String> ACTS = Set.of("subscribe", "scan", "menu", "enter");

    WechatWindow() {}

    @Override
    public Set<String> channels() {
        return Set.of(WechatAccounts.OFFICIAL, WechatAccounts.MINI);
    }

    @Override
    public boolean isOpen(Map<String, String> reply, List<Message> latest, Instant now) {
        boolean open = false;
        for (Message message : latest) {
            if (message.sender().kind() == Sender.Kind.CUSTOMER) {
                open = !isParting(message) && (open || now.isBefore(end(message)));
            }
        }
        return open;
    }

    private static boolean isParting(Message message) {
        return message.content() instanceof Content.Signal signal
                && signal.name().equals("unsubscribe");
    }

    /** How long what the customer did keeps the window open. */
    private static Instant end(Message message) {
        Instant told = message.platformTime();
        Instant at = told == null ? message.time() : told;
        return switch (message.content()) {
            case Content.Signal signal ->
                    ACTS.contains(signal.name()) ? at.plus(ACTED) : Instant.MIN;
            case Content.Unsupported it when it.happened() -> Instant.MIN;
            default -> at.plus(SPOKEN);
        };
    }
}
