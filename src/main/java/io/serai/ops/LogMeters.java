package io.serai.ops;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;

import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import java.util.Locale;

/**
 * Counts what is logged, by level, as {@code logback.events}: the name Micrometer's own {@code
 * LogbackMetrics} has for it. That one is a filter, which is also asked for every line that is not
 * logged, and Camel offers several such lines at each step of each message.
 */
@Component
class LogMeters extends UnsynchronizedAppenderBase<ILoggingEvent> {

    private final MeterRegistry meters;
    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);

    LogMeters(MeterRegistry meters) {
        this.meters = meters;
        setName("meters");
    }

    @PostConstruct
    void attach() {
        for (String level : new String[] {"error", "warn", "info", "debug", "trace"}) {
            counter(level);
        }
        setContext(root.getLoggerContext());
        start();
        root.addAppender(this);
    }

    @PreDestroy
    void detach() {
        root.detachAppender(this);
        stop();
    }

    @Override
    protected void append(ILoggingEvent event) {
        counter(event.getLevel().toString().toLowerCase(Locale.ROOT)).increment();
    }

    private Counter counter(String level) {
        return Counter.builder("logback.events")
                .tag("level", level)
                .baseUnit("events")
                .description("Lines that were logged, by level")
                .register(meters);
    }
}
