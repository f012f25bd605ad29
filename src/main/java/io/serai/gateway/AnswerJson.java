package io.serai.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ValueNode;

import io.serai.event.Json;

import java.io.IOException;
import java.math.BigDecimal;

/**
 * Reads the JSON that systems write. Its numbers stay the ones they are: a price or an order number
 * is not made the nearest that a {@code double} can hold.
 */
public final class AnswerJson {

    private static final int LONGEST = 1_000;

    private static final ObjectReader READER =
            Json.MAPPER
                    .reader(new Numbers())
                    .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private AnswerJson() {}

    /**
     * From UTF-8.
     *
     * @throws ContractException if a number in it is of no use to anybody
     */
    public static JsonNode read(byte[] json) throws IOException {
        try {
            return READER.readTree(json);
        } catch (NumberFormatException e) {
            throw tooLong();
        }
    }

    /**
     * From text.
     *
     * @throws ContractException if a number in it is of no use to anybody
     */
    public static JsonNode read(String json) throws JsonProcessingException {
        try {
            return READER.readTree(json);
        } catch (NumberFormatException e) {
            throw tooLong();
        }
    }

    private static ContractException tooLong() {
        return new ContractException("its answer has a number of more than " + LONGEST + " digits");
    }

    private static final class Numbers extends JsonNodeFactory {

        private static final long serialVersionUID = 1L;

        Numbers() {
            super(true);
        }

        /** 1e999999999 is short to read, but takes a gigabyte to calculate with. */
        @Override
        public ValueNode numberNode(BigDecimal number) {
            if (Math.abs((long) number.precision() - number.scale()) > LONGEST) {
                throw tooLong();
            }
            return super.numberNode(number);
        }
    }
}
