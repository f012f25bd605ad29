package io.serai.edge;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;

import io.serai.edge.EdgeSettings.Rate;

import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Keeps strangers from filling the disk with the log: of the lines marked {@code stranger}, which
 * anybody can bring about who reaches a door, ten of each kind are written, and then one every six
 * seconds. Metrics count what they tell of.
 */
@Component
final class StrangersLines extends TurboFilter implements DisposableBean {

    private static final Marker MARKER = MarkerFactory.getMarker("stranger");

    private final RateLimit limit = new RateLimit(new Rate(1 / 6.0, 10));
    private final @Nullable LoggerContext log =
            LoggerFactory.getILoggerFactory() instanceof LoggerContext logback ? logback : null;

    StrangersLines() {
        if (log != null) {
            log.addTurboFilter(this);
        }
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] values,
            @Nullable Throwable thrown) {
        boolean tooMany = MARKER.equals(marker) && format != null && limit.take(format) > 0;
        return tooMany ? FilterReply.DENY : FilterReply.NEUTRAL;
    }

    @Override
    public void destroy() {
        if (log != null) {
            log.getTurboFilterList().remove(this);
        }
    }
}
