package io.serai.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ValueNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.math.BigDecimal;

/**
 * The one way the hub reads and writes JSON: times as ISO-8601, unknown fields ignored, a field
 * given twice refused, nesting and lengths bounded so that no document can exhaust the reader.
 */
public final class Json {

    private static final int DEEPEST = 100;
    private static final int LONGEST_STRING = 1 << 20;
    private static final int BUFFERS = 64;

    /** Shared and thread-safe; not to be reconfigured. */
    public static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(DEEPEST)
                                                    .maxStringLength(LONGEST_STRING)
                                                    .build())
                                    // Jackson keeps its buffers per thread, and a virtual thread
                                    // reads or writes once or twice in its life.
                                    .recyclerPool(JsonRecyclerPools.newBoundedPool(BUFFERS))
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .addModule(new JavaTimeModule())
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    /** Digits of a number, before or behind the point. */
    public static final int LONGEST_NUMBER = 1_000;

    /**
     * The same for what others say: its numbers stay the ones they are, so that a price or an order
     * number is not made the nearest that a {@code double} can hold. It throws a {@link
     * NumberFormatException} for one that is longer than {@link #LONGEST_NUMBER}.
     */
    public static final ObjectReader EXACT =
            MAPPER.reader(new Numbers()).with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private Json() {}

    /** Writes one of the hub's own records; that it fails is a fault in the program. */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "Cannot write " + value.getClass().getSimpleName() + " as JSON", e);
        }
    }

    /**
     * Reads one of the hub's own records.
     *
     * @throws IllegalArgumentException if the text is not JSON of that shape, or is {@code null};
     *     the message names the place, never the text
     */
    public static <T> T read(String json, Class<T> type) {
        try {
            @Nullable T read = EXACT.forType(type).readValue(json);
            if (read == null) {
                throw new IllegalArgumentException(
                        "Not the JSON of a " + type.getSimpleName() + ": it is null");
            }
            return read;
        } catch (IOException | NumberFormatException e) {
            throw refused(type, e);
        }
    }

    private static IllegalArgumentException refused(Class<?> type, Exception e) {
        return new IllegalArgumentException(
                "Not the JSON of a "
                        + type.getSimpleName()
                        + place(e)
                        + ": check the field names and types");
    }

    /** Where what was read is wrong, such as {@code " at line 1, column 7"}; or nothing. */
    public static String place(Exception e) {
        return e instanceof JsonProcessingException json && json.getLocation() != null
                ? " at line %d, column %d"
                        .formatted(json.getLocation().getLineNr(), json.getLocation().getColumnNr())
                : "";
    }

    private static final class Numbers extends JsonNodeFactory {

        private static final long serialVersionUID = 1L;

        Numbers() {
            super(true);
        }

        /** 1e999999999 is short to read, but takes a gigabyte to calculate with. */
        @Override
        public ValueNode numberNode(BigDecimal number) {
            if (Math.abs((long) number.precision() - number.scale()) > LONGEST_NUMBER) {
                throw new NumberFormatException("more than " + LONGEST_NUMBER + " digits");
            }
            return super.numberNode(number);
        }
    }
}
