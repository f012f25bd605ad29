package io.serai.export;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * Files for analysts.
 *
 * @param directory where a file for each day and data set is written; empty: none is
 * @param zone what a day is
 * @param delay how long after a day's end it is written first
 * @param late how long after a day's end it is written again, once a day, for what came late
 * @param days how many days back a missing file is made up for
 * @param text whether what was said is in the files
 * @param gzip whether the files are compressed
 */
@ConfigurationProperties("serai.export")
record ExportSettings(
        @DefaultValue("") String directory,
        @DefaultValue("Asia/Shanghai") ZoneId zone,
        @DefaultValue("2h") Duration delay,
        @DefaultValue("3d") Duration late,
        @DefaultValue("31") int days,
        @DefaultValue("false") boolean text,
        @DefaultValue("true") boolean gzip) {

    ExportSettings {
        if (days < 1 || days > 3_660) {
            throw new IllegalArgumentException("serai.export.days must be 1 to 3660");
        }
        if (delay.isNegative() || late.compareTo(delay) < 0) {
            throw new IllegalArgumentException(
                    "serai.export.late must not be less than serai.export.delay");
        }
    }

    Instant start(LocalDate day) {
        return day.atStartOfDay(zone).toInstant();
    }

    Instant end(LocalDate day) {
        return start(day.plusDays(1));
    }
}
