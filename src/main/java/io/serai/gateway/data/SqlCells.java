package io.serai.gateway.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.serai.gateway.AnswerJson;
import io.serai.gateway.ContractException;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/**
 * Makes a cell JSON. Times come with their offset: one that the database keeps without a zone is of
 * the system's {@code zone}. Decimals keep their digits, whole numbers too long for JavaScript are
 * text, bytes are Base64, PostgreSQL's times without end are {@code infinity}. A cell past 64 KiB,
 * or rows past 2 MiB in all, break the contract.
 */
final class SqlCells {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int LONGEST_CELL = 64 << 10;
    private static final long LONGEST_ANSWER = 2 << 20;
    private static final long SAFE = 1L << 53;

    private final ZoneId zone;
    private final @Nullable ZoneOffset session;
    private long left = LONGEST_ANSWER;

    /**
     * @param zone what a time without a zone means
     * @param session the zone in which a {@code timestamp} is asked for and given, where that is a
     *     point in time; null where a type says that it has a zone
     */
    SqlCells(ZoneId zone, @Nullable ZoneOffset session) {
        this.zone = zone;
        this.session = session;
    }

    /**
     * A point in time as the session has it; MariaDB's driver would make it one of the machine's.
     */
    Object bound(OffsetDateTime time) {
        return session == null ? time : time.withOffsetSameInstant(session).toLocalDateTime();
    }

    JsonNode read(ResultSet rows, int column) throws SQLException {
        JsonNode cell = cell(rows, column);
        count(column, cell);
        return cell;
    }

    private JsonNode cell(ResultSet rows, int column) throws SQLException {
        String type = rows.getMetaData().getColumnTypeName(column).toLowerCase(Locale.ROOT);
        return switch (rows.getMetaData().getColumnType(column)) {
            case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE ->
                    type.equals("timestamptz")
                            ? instant(rows.getObject(column, OffsetDateTime.class))
                            : time(rows.getObject(column, LocalDateTime.class), type);
            case Types.DATE -> day(rows.getObject(column, LocalDate.class));
            case Types.TIME, Types.TIME_WITH_TIMEZONE ->
                    type.equals("timetz")
                            ? text(rows.getObject(column, OffsetTime.class))
                            : timeOfDay(rows.getString(column));
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB ->
                    bytes(column, rows.getBytes(column));
            case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.NVARCHAR, Types.CLOB ->
                    text(rows.getString(column));
            default -> other(rows, column, type);
        };
    }

    private JsonNode other(ResultSet rows, int column, String type) throws SQLException {
        if (type.startsWith("json")) {
            return json(rows.getString(column));
        }
        if (type.equals("money")) {
            return text(rows.getString(column)); // written as the database's country does
        }
        return switch (rows.getObject(column)) {
            case null -> NODES.nullNode();
            case Boolean truth -> NODES.booleanNode(truth);
            case BigDecimal decimal -> DecimalNode.valueOf(decimal);
            case Long number when number < -SAFE || number > SAFE -> text(number);
            case java.math.BigInteger number when number.bitLength() > 53 -> text(number);
            case Number number -> number(number);
            case java.sql.Array array -> array(array);
            default -> text(rows.getString(column));
        };
    }

    private static JsonNode number(Number number) {
        return switch (number) {
            case Float real -> NODES.numberNode(real);
            case Double real -> NODES.numberNode(real);
            case BigDecimal decimal -> DecimalNode.valueOf(decimal);
            default -> NODES.numberNode(number.longValue());
        };
    }

    /** As rows of a number and an element, which may be an array itself. */
    private JsonNode array(java.sql.Array array) throws SQLException {
        ArrayNode all = NODES.arrayNode();
        try (ResultSet elements = array.getResultSet()) {
            while (elements.next()) {
                all.add(cell(elements, 2));
            }
        }
        return all;
    }

    private static JsonNode json(@Nullable String text) {
        try {
            return text == null ? NODES.nullNode() : AnswerJson.read(text);
        } catch (JsonProcessingException e) {
            return NODES.textNode(text);
        }
    }

    private static JsonNode instant(@Nullable OffsetDateTime time) {
        if (time == null || time.equals(OffsetDateTime.MAX) || time.equals(OffsetDateTime.MIN)) {
            return endless(time, OffsetDateTime.MAX);
        }
        return text(time.withOffsetSameInstant(ZoneOffset.UTC));
    }

    private JsonNode time(@Nullable LocalDateTime time, String type) {
        if (time == null || time.equals(LocalDateTime.MAX) || time.equals(LocalDateTime.MIN)) {
            return endless(time, LocalDateTime.MAX);
        }
        return session != null && type.equals("timestamp")
                ? instant(time.atOffset(session))
                : text(time.atZone(zone).toOffsetDateTime());
    }

    private static JsonNode day(@Nullable LocalDate day) {
        return LocalDate.MAX.equals(day) || LocalDate.MIN.equals(day)
                ? endless(day, LocalDate.MAX)
                : text(day);
    }

    /** MariaDB's may be before the day or after it, which its driver would wrap into it. */
    private static JsonNode timeOfDay(@Nullable String written) {
        try {
            return text(written == null ? null : LocalTime.parse(written));
        } catch (DateTimeParseException e) {
            return text(written);
        }
    }

    /** The driver tells PostgreSQL's infinity as the last time there is. */
    private static JsonNode endless(@Nullable Object time, Object last) {
        return text(time == null ? null : time.equals(last) ? "infinity" : "-infinity");
    }

    private static JsonNode bytes(int column, byte @Nullable [] bytes) {
        if (bytes != null && bytes.length > LONGEST_CELL) {
            throw tooLong(column);
        }
        return bytes == null ? NODES.nullNode() : NODES.binaryNode(bytes);
    }

    private static JsonNode text(@Nullable Object value) {
        return value == null ? NODES.nullNode() : NODES.textNode(value.toString());
    }

    private void count(int column, JsonNode cell) {
        int length = cell.isValueNode() ? cell.asText().length() : cell.toString().length();
        left -= length + 8L;
        if (length > LONGEST_CELL || left < 0) {
            throw tooLong(column);
        }
    }

    private static ContractException tooLong(int column) {
        return new ContractException("column " + column + " of its answer is too long");
    }
}
