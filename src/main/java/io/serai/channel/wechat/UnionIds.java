package io.serai.channel.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.micrometer.core.instrument.MeterRegistry;
import io.serai.event.Address;
import io.serai.event.Inbound;

import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Which person a follower is over all accounts of one open-platform account: the unionid, from the
 * push or from {@code GET /cgi-bin/user/info}. Only for accounts whose {@code open-platform} is
 * set. A push never waits for it: what is found out later goes to {@code direct:customer.verified}.
 */
@Component
class UnionIds implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(UnionIds.class);
    private static final String UNKNOWN = "";
    private static final int THREADS = 2;
    private static final int MOST_WAITING = 5_000;
    private static final Duration KEPT = Duration.ofHours(24);

    private final WechatAccounts accounts;
    private final UserInfo users;
    private final ProducerTemplate routes;
    private final MeterRegistry meters;
    private final Cache<String, String> known =
            Caffeine.newBuilder().maximumSize(50_000).expireAfterWrite(KEPT).build();
    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(
                    THREADS,
                    THREADS,
                    10,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(MOST_WAITING),
                    Thread.ofVirtual().name("wechat-unionid-", 0).factory());

    UnionIds(
            WechatAccounts accounts,
            UserInfo users,
            ProducerTemplate routes,
            MeterRegistry meters) {
        this.accounts = accounts;
        this.users = users;
        this.routes = routes;
        this.meters = meters;
        threads.allowCoreThreadTimeOut(true);
    }

    /** The same, with who it is as far as that is known now. */
    Inbound.Said named(Inbound.Said said) {
        Address address = said.address();
        String platform = accounts.account(address.channel(), address.account()).openPlatform();
        if (platform.isEmpty()) {
            return said;
        }
        Map<String, String> profile = new HashMap<>(said.profile());
        if (!profile.containsKey("unionid")) {
            String unionid = known.getIfPresent(address.conversation());
            if (unionid == null && address.channel().equals(WechatAccounts.OFFICIAL)) {
                later(address, platform);
            } else if (unionid != null && !unionid.equals(UNKNOWN)) {
                profile.put("unionid", unionid);
            }
        }
        if (profile.containsKey("unionid")) {
            profile.put("open-platform", platform);
        }
        return new Inbound.Said(
                address,
                said.key(),
                said.sender(),
                said.content(),
                said.platformTime(),
                Map.copyOf(profile),
                said.reply());
    }

    private void later(Address address, String platform) {
        // Asked once, whatever comes of it; the same again tomorrow.
        known.put(address.conversation(), UNKNOWN);
        try {
            threads.execute(() -> find(address, platform));
        } catch (RejectedExecutionException e) {
            known.invalidate(address.conversation());
            count(address, "full");
        }
    }

    private void find(Address address, String platform) {
        try {
            JsonNode info = users.of(address);
            String unionid = info.path("unionid").asText("");
            count(address, unionid.isEmpty() ? "none" : "found");
            if (!unionid.isEmpty()) {
                known.put(address.conversation(), unionid);
                routes.sendBody("direct:customer.verified", who(address, platform, unionid));
            }
        } catch (IOException | RuntimeException e) {
            count(address, "failed");
            LOG.warn(
                    "Who a follower of {}/{} is could not be found out: {}",
                    address.channel(),
                    address.account(),
                    e instanceof IOException ? e.getMessage() : e.getClass().getSimpleName());
        }
    }

    private static Map<String, String> who(Address address, String platform, String unionid) {
        return Map.of(
                "channel", address.channel(),
                "account", address.account(),
                "user", address.user(),
                "unionid", unionid,
                "open-platform", platform);
    }

    private void count(Address address, String outcome) {
        meters.counter("serai.wechat.unionids", "account", address.account(), "outcome", outcome)
                .increment();
    }

    @Override
    public void destroy() {
        threads.shutdownNow();
    }
}
