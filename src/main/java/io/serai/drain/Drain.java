package io.serai.drain;

import io.serai.bus.Bus;
import io.serai.edge.Entrance;
import io.serai.event.Draining;
import io.serai.websocket.Departure;

import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/**
 * Goes in order. By the time the application's parts are stopped, one after another, all of them
 * are idle: no new callers, no sockets, no requests, nothing in a lane.
 *
 * <p>Hears of the end before everyone else, the server for ops included: until the doors are shut
 * it is that server's {@code 503} by which a balancer knows (Spring Boot turns readiness off just
 * before).
 */
@Component
class Drain {

    private static final Logger log = LoggerFactory.getLogger(Drain.class);
    private static final long GRAIN = TimeUnit.MILLISECONDS.toNanos(10);

    private final ApplicationContext application;
    private final DrainSettings settings;
    private final Entrance entrance;
    private final Departure departure;
    private final Bus bus;
    private final CamelContext camel;
    private volatile boolean open;

    Drain(
            ApplicationContext application,
            DrainSettings settings,
            Entrance entrance,
            Departure departure,
            Bus bus,
            CamelContext camel) {
        this.application = application;
        this.settings = settings;
        this.entrance = entrance;
        this.departure = departure;
        this.bus = bus;
        this.camel = camel;
    }

    @EventListener(ApplicationReadyEvent.class)
    void opened() {
        open = true;
    }

    @EventListener
    @Order(Ordered.HIGHEST_PRECEDENCE)
    void closing(ContextClosedEvent event) {
        // The server for ops is an application of its own, whose events come here as well.
        if (event.getApplicationContext() == application && open) {
            open = false;
            drain();
        }
    }

    private void drain() {
        log.info("Told to go. Notice {}, then at most {}", settings.notice(), settings.timeout());
        Deadline.arm(settings.notice().plus(settings.timeout()));
        entrance.announce();
        pause(settings.notice());

        long begin = System.nanoTime();
        long until = begin + settings.patience().toNanos();
        entrance.shut(settings.reconnect());
        application.publishEvent(new Draining());
        int sockets = departure.begin(settings.sockets(), settings.reconnect());
        int socketsLeft = awaitNone(departure::left, until);
        int requestsLeft = awaitNone(entrance::inside, until);
        int conversationsLeft = bus.rest(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
        camel.getShutdownStrategy().setTimeUnit(TimeUnit.MILLISECONDS);
        camel.getShutdownStrategy()
                .setTimeout(
                        Math.max(1, settings.timeout().minus(settings.patience()).toMillis() / 2));

        log.info(
                "Drained in {} ms: {} sockets told. Left: {} sockets, {} requests, {} conversations"
                        + " (in the store, for the next run or another node)",
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin),
                sockets,
                socketsLeft,
                requestsLeft,
                conversationsLeft);
    }

    private static int awaitNone(IntSupplier left, long until) {
        int count = left.getAsInt();
        while (count > 0 && System.nanoTime() - until < 0) {
            LockSupport.parkNanos(GRAIN);
            count = left.getAsInt();
        }
        return count;
    }

    private static void pause(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
