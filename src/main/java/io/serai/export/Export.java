package io.serai.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import io.serai.event.Json;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

/** Writes what happened on a day as CSV, a page of the store at a time. */
@Component
class Export {

    private static final int PAGE = 2_000;

    private final JdbcTemplate sql;
    private final ExportSettings settings;

    Export(DataSource source, ExportSettings settings) {
        this.sql = new JdbcTemplate(source);
        this.settings = settings;
    }

    /** A line and its place. */
    private record Line(long place, long number, List<@Nullable Object> fields) {}

    /**
     * Writes a day.
     *
     * @return how many lines, without the first
     */
    long write(DataSet set, LocalDate day, Appendable out) throws IOException {
        Csv csv = new Csv(out);
        boolean text = settings.text() && set == DataSet.MESSAGES;
        List<String> header = new ArrayList<>(set.columns());
        if (text) {
            header.add("text");
        }
        csv.line(header);
        Instant from = settings.start(day);
        Instant to = settings.end(day);
        Span span = Span.of(sql, from, to);
        long place = span.first() - 1;
        long number = Long.MAX_VALUE;
        long lines = 0;
        while (true) {
            List<Line> page =
                    sql.query(
                            set.query(text),
                            (row, n) -> line(set, row, text),
                            place,
                            place,
                            number,
                            span.last(),
                            from.atOffset(ZoneOffset.UTC),
                            to.atOffset(ZoneOffset.UTC),
                            PAGE);
            for (Line line : page) {
                csv.line(line.fields());
            }
            lines += page.size();
            if (page.size() < PAGE) {
                return lines;
            }
            place = page.getLast().place();
            number = page.getLast().number();
        }
    }

    private static Line line(DataSet set, ResultSet row, boolean text) throws SQLException {
        List<@Nullable Object> fields = new ArrayList<>();
        for (String column : set.columns()) {
            switch (column) {
                case "time" -> fields.add(row.getTimestamp(column).toInstant());
                case "seq" -> fields.add(row.getLong(column));
                default -> fields.add(row.getString(column));
            }
        }
        if (text) {
            fields.add(words(row.getString("body")));
        }
        return new Line(row.getLong("place"), row.getLong("number"), fields);
    }

    private static String words(String body) {
        try {
            JsonNode content = Json.MAPPER.readTree(body).path("content");
            return content.path("text").asText(content.path("transcript").asText(""));
        } catch (JsonProcessingException e) {
            return "";
        }
    }
}
