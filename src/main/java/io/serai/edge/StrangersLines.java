package io.serai.edge;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

import io.serai.edge.EdgeSettings.Rate;

import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

import java.util.List;

/**
 * Keeps strangers from filling the disk with the log: of the lines marked {@code stranger}, which
 * anybody can bring about who reaches a door, ten of each kind are written, and then one every six
 * seconds. Metrics count what they tell of.
 *
 * <p>Only lines that would be written are asked about: a filter of Logback's whole context is asked
 * for the others, too, and Camel offers several at each step of each message.
 */
@Component
final class StrangersLines extends Filter<ILoggingEvent> implements DisposableBean {

    private static final Marker MARKER = MarkerFactory.getMarker("stranger");

    private final RateLimit limit = new RateLimit(new Rate(1 / 6.0, 10));

    StrangersLines() {
        start();
        if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
            root.iteratorForAppenders().forEachRemaining(appender -> appender.addFilter(this));
        }
    }

    @Override
    public FilterReply decide(ILoggingEvent line) {
        List<Marker> markers = line.getMarkerList();
        boolean tooMany =
                isStarted()
                        && markers != null
                        && markers.contains(MARKER)
                        && limit.take(line.getMessage()) > 0;
        return tooMany ? FilterReply.DENY : FilterReply.NEUTRAL;
    }

    /** An appender cannot let go of a filter. */
    @Override
    public void destroy() {
        stop();
    }
}
