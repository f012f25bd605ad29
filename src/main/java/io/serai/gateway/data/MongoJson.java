package io.serai.gateway.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.gateway.ContractException;

import org.bson.types.Binary;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Date;
import java.util.Map;

/**
 * Makes a document plain JSON: points in time in UTC, object ids and long numbers as text, decimals
 * with their digits, bytes as Base64. Documents past 2 MiB in all break the contract.
 */
final class MongoJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final long LONGEST_ANSWER = 2 << 20;
    private static final long SAFE = 1L << 53;
    private static final int EACH = 8; // what a value without a text is taken for, as in SqlCells

    private long left = LONGEST_ANSWER;

    JsonNode of(@Nullable Object value) {
        count(EACH);
        return switch (value) {
            case null -> NODES.nullNode();
            case Map<?, ?> document -> {
                ObjectNode object = NODES.objectNode();
                document.forEach((name, field) -> set(object, String.valueOf(name), field));
                yield object;
            }
            case Collection<?> list -> {
                ArrayNode array = NODES.arrayNode();
                list.forEach(element -> array.add(of(element)));
                yield array;
            }
            case Boolean truth -> NODES.booleanNode(truth);
            case Integer number -> NODES.numberNode(number);
            case Long number when number >= -SAFE && number <= SAFE -> NODES.numberNode(number);
            case Double number -> NODES.numberNode(number);
            case Decimal128 decimal when decimal.isFinite() ->
                    // By its text, for it refuses to be a BigDecimal where it is -0.
                    DecimalNode.valueOf(new BigDecimal(decimal.toString()));
            case Date at -> NODES.textNode(at.toInstant().toString());
            case Binary bytes -> {
                count(bytes.length());
                yield NODES.binaryNode(bytes.getData());
            }
            default -> {
                count(value.toString().length());
                yield NODES.textNode(value.toString());
            }
        };
    }

    private void set(ObjectNode object, String name, @Nullable Object field) {
        count(name.length());
        object.set(name, of(field));
    }

    private void count(int length) {
        left -= length;
        if (left < 0) {
            throw new ContractException("its answer is longer than 2 MiB");
        }
    }
}
