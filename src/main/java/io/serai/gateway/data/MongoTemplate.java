package io.serai.gateway.data;

import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.Document;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.DocumentCodec;
import org.bson.json.JsonParseException;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * A filter, projection or order as MongoDB's extended JSON, whose texts {@code ":?name"} stand for
 * values. They are bound as BSON values: what a customer writes is a string, also if it reads
 * {@code {"$gt": ""}}.
 */
final class MongoTemplate {

    /** These would run code, a pattern without end, or a template within the template. */
    private static final Set<String> CODE =
            Set.of("$where", "$function", "$accumulator", "$expr", "$regex");

    private final BsonDocument template;

    /**
     * @throws IllegalArgumentException saying what is wrong with it
     */
    MongoTemplate(String given) {
        try {
            template = BsonDocument.parse(given);
        } catch (JsonParseException | IllegalArgumentException e) {
            throw new IllegalArgumentException("The template is not JSON: " + e.getMessage());
        }
        check(template);
    }

    private static void check(BsonValue value) {
        if (value instanceof BsonDocument document) {
            document.forEach(
                    (name, field) -> {
                        if (CODE.contains(name)) {
                            throw new IllegalArgumentException(
                                    "The template is not allowed: it has " + name);
                        }
                        check(field);
                    });
        } else if (value instanceof BsonArray array) {
            array.forEach(MongoTemplate::check);
        } else if (value.isRegularExpression() || value.isJavaScript()) {
            throw new IllegalArgumentException(
                    "The template is not allowed: it has a "
                            + value.getBsonType().name().toLowerCase(java.util.Locale.ROOT));
        }
    }

    /** The document with these values. */
    Document with(Map<?, ?> values) {
        BsonDocument bound = (BsonDocument) with(template, values);
        return new DocumentCodec().decode(bound.asBsonReader(), DecoderContext.builder().build());
    }

    private static BsonValue with(BsonValue node, Map<?, ?> values) {
        return switch (node) {
            case BsonString text when text.getValue().startsWith(BoundTemplate.MARK) ->
                    bson(
                            BoundTemplate.value(
                                    text.getValue().substring(BoundTemplate.MARK.length()),
                                    values));
            case BsonDocument document -> {
                BsonDocument copy = new BsonDocument();
                document.forEach((name, field) -> copy.put(name, with(field, values)));
                yield copy;
            }
            case BsonArray array ->
                    new BsonArray(array.stream().map(element -> with(element, values)).toList());
            default -> node;
        };
    }

    private static BsonValue bson(@Nullable Object value) {
        return switch (value) {
            case null -> BsonNull.VALUE;
            case Boolean truth -> BsonBoolean.valueOf(truth);
            case Integer number -> new BsonInt32(number);
            case Long number -> new BsonInt64(number);
            case Double number -> new BsonDouble(number);
            case Number number ->
                    new BsonDecimal128(new Decimal128(new BigDecimal(number.toString())));
            case Instant at -> new BsonDateTime(at.toEpochMilli());
            case Collection<?> list ->
                    new BsonArray(list.stream().map(MongoTemplate::bson).toList());
            default -> new BsonString(value.toString());
        };
    }
}
