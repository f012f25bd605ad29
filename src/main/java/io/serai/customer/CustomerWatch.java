package io.serai.customer;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.micrometer.core.instrument.MeterRegistry;
import io.serai.edge.EdgeSettings;
import io.serai.edge.RateLimit;
import io.serai.event.Address;
import io.serai.event.Content;
import io.serai.event.Message;
import io.serai.gateway.Answer;
import io.serai.store.Change;
import io.serai.store.Conversation;
import io.serai.store.LedgerListener;

import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Watches what customers say for who they are: what their channel verified, phone numbers, and, a
 * few times a second, what the CRM has about somebody new. Never in a message's way: when there is
 * too much of it, the next message of the same customer will do.
 */
@Component("customerWatch")
public class CustomerWatch implements LedgerListener, DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(CustomerWatch.class);
    private static final int THREADS = 4;
    private static final int MOST_WAITING = 10_000;
    private static final String TURN = "crm";
    private static final Duration ASK_AGAIN = Duration.ofHours(1);

    private final Identity identity;
    private final Customers customers;
    private final ProducerTemplate routes;
    private final MeterRegistry meters;
    private final @Nullable RateLimit crm;
    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(
                    THREADS,
                    THREADS,
                    10,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(MOST_WAITING),
                    Thread.ofVirtual().name("customers-", 0).factory());
    private final Cache<String, Boolean> asked =
            Caffeine.newBuilder().maximumSize(100_000).expireAfterWrite(ASK_AGAIN).build();

    CustomerWatch(
            Identity identity,
            Customers customers,
            CustomerSettings settings,
            ProducerTemplate routes,
            MeterRegistry meters,
            Environment environment) {
        this.identity = identity;
        this.customers = customers;
        this.routes = routes;
        this.meters = meters;
        boolean connected =
                !environment
                        .getProperty("serai.systems.crm.url", "http://crm.invalid")
                        .matches("https?://[^/]*\\.invalid(:.*|/.*)?");
        this.crm =
                connected && settings.askCrm() > 0
                        ? new RateLimit(new EdgeSettings.Rate(settings.askCrm(), settings.askCrm()))
                        : null;
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public void committed(List<Change> changes) {
        for (Change change : changes) {
            if (change instanceof Change.Added(Conversation conversation, Message message)
                    && !message.outgoing()) {
                said(conversation, message);
            }
        }
    }

    private void said(Conversation conversation, Message message) {
        Address address = conversation.address();
        Map<String, String> profile = conversation.attributes();
        if (Profile.tells(profile)) {
            later(() -> identity.verified(address, profile));
        }
        if (message.content() instanceof Content.Text text && !Phone.in(text.text()).isEmpty()) {
            later(() -> identity.wrote(address, text.text()));
        }
        // In turn before the store is asked: else each message of a rush of newcomers would ask it.
        if (crm != null && asked.getIfPresent(conversation.id()) == null && crm.take(TURN) == 0) {
            asked.put(conversation.id(), true);
            if (!later(() -> ask(conversation, crm))) {
                asked.invalidate(conversation.id());
            }
        }
    }

    private void ask(Conversation conversation, RateLimit turns) {
        boolean said = false;
        try {
            if (customers.codes(conversation.id()).isEmpty()) {
                said = answers(conversation);
            } else {
                turns.giveBack(TURN);
                said = true;
            }
        } finally {
            if (!said) {
                // Their next message asks again.
                asked.invalidate(conversation.id());
            }
        }
    }

    /** True if the CRM said whether it knows them. */
    private boolean answers(Conversation conversation) {
        Map<String, String> who = new HashMap<>();
        who.put("channel", conversation.address().channel());
        who.put("account", conversation.address().account());
        who.put("user", conversation.address().user());
        String verified = conversation.attributes().get(Profile.CUSTOMER);
        if (verified != null) {
            who.put(Profile.CUSTOMER, verified);
        }
        Answer answer =
                routes.requestBody("direct:system.customers.codes", (Object) who, Answer.class);
        return answer != null
                && answer.state() != Answer.State.UNAVAILABLE
                && answer.state() != Answer.State.STALE;
    }

    /** Behind {@code direct:customer.verified}: a channel found out later who somebody is. */
    public void verified(Map<String, String> who) {
        identity.verified(
                new Address(
                        who.getOrDefault("channel", ""),
                        who.getOrDefault("account", ""),
                        who.getOrDefault("user", "")),
                who);
    }

    /** False if there is too much of it. */
    private boolean later(Runnable work) {
        try {
            threads.execute(
                    () -> {
                        try {
                            work.run();
                        } catch (RuntimeException e) {
                            meters.counter("serai.customers.refused", "reason", "failed")
                                    .increment();
                            LOG.warn(
                                    "Who somebody is could not be noted: {}",
                                    e.getClass().getSimpleName());
                        }
                    });
            return true;
        } catch (RejectedExecutionException e) {
            meters.counter("serai.customers.refused", "reason", "full").increment();
            return false;
        }
    }

    @Override
    public void destroy() {
        threads.shutdownNow();
    }
}
