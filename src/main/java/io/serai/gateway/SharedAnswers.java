package io.serai.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.cluster.SharedCache;
import io.serai.event.Json;
import io.serai.gateway.Answers.Question;
import io.serai.gateway.Answers.Said;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What systems said to any of the nodes, as JSON with the time they said it. Keys are hashes: what
 * is asked for may be a customer's.
 */
final class SharedAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(SharedAnswers.class);

    private final SharedCache cache;

    SharedAnswers(SharedCache cache) {
        this.cache = cache;
    }

    void put(Question question, Said said) {
        if (cache.isNone()) {
            return;
        }
        ObjectNode value = Json.MAPPER.createObjectNode().put("at", said.at().toString());
        value.set("data", said.data());
        if (said.missing() != null) {
            value.put("missing", said.missing());
        }
        cache.put(key(question), value.toString(), said.keepFor());
    }

    /** What was said, for as long as it may still stand in, counted from when it was said. */
    Map<Question, Said> get(Collection<Question> questions, Duration keepFor, Instant now) {
        if (cache.isNone() || questions.isEmpty()) {
            return Map.of();
        }
        Map<Question, String> keys = new HashMap<>();
        questions.forEach(it -> keys.put(it, key(it)));
        Map<String, String> values = cache.get(Set.copyOf(keys.values()));
        Map<Question, Said> said = new HashMap<>();
        keys.forEach(
                (question, key) ->
                        Optional.ofNullable(values.get(key))
                                .flatMap(SharedAnswers::read)
                                .map(it -> keptFor(it, left(it.at(), keepFor, now)))
                                .filter(it -> it.keepFor().isPositive())
                                .ifPresent(it -> said.put(question, it)));
        return said;
    }

    private static Said keptFor(Said said, Duration time) {
        return new Said(said.data(), said.at(), time, said.missing());
    }

    /** Clocks differ a little: what was said in the future was said now. */
    private static Duration left(Instant at, Duration keepFor, Instant now) {
        return Duration.between(now.isBefore(at) ? at : now, at.plus(keepFor));
    }

    private static Optional<Said> read(String value) {
        try {
            JsonNode read = AnswerJson.read(value);
            JsonNode data = read.path("data");
            return Optional.of(
                    new Said(
                            data.isNull() || data.isMissingNode() ? null : data,
                            Instant.parse(read.path("at").asText()),
                            Duration.ZERO,
                            read.path("missing").asText(null)));
        } catch (IOException | DateTimeException | ContractException e) {
            LOG.warn("A shared answer cannot be read and is passed over");
            return Optional.empty();
        }
    }

    private static String key(Question question) {
        Object body =
                question.body() instanceof Map<?, ?> map ? new TreeMap<>(map) : question.body();
        String whole = question.call() + "\n" + Json.write(body);
        try {
            return "answer:"
                    + HexFormat.of()
                            .formatHex(
                                    MessageDigest.getInstance("SHA-256")
                                            .digest(whole.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
