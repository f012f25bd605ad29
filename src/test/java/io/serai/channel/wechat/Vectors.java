package io.serai.channel.wechat;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.channel.wechat.WechatAccount.Format;
import io.serai.channel.wechat.WechatAccount.Mode;
import io.serai.event.Json;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The sample traffic, made by implementations that are not ours. */
final class Vectors {

    private Vectors() {}

    static JsonNode file(String name) {
        try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + name)) {
            return Json.MAPPER.readTree(Objects.requireNonNull(in, name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<JsonNode> samples(String file) {
        JsonNode all = file(file);
        JsonNode samples = all.has("samples") ? all.get("samples") : all.get("vectors");
        return StreamSupport.stream(samples.spliterator(), false);
    }

    static JsonNode sample(String file, String name) {
        return samples(file).filter(it -> it.get("name").asText().equals(name)).findFirst().get();
    }

    /** The query as it stands on the wire. */
    static String query(JsonNode query) {
        List<String> pairs = new ArrayList<>();
        query.properties()
                .forEach(
                        field -> {
                            Iterable<JsonNode> values =
                                    field.getValue().isArray()
                                            ? field.getValue()
                                            : List.of(field.getValue());
                            values.forEach(
                                    value ->
                                            pairs.add(
                                                    field.getKey()
                                                            + "="
                                                            + URLEncoder.encode(
                                                                    value.asText(),
                                                                    StandardCharsets.UTF_8)));
                        });
        return String.join("&", pairs);
    }

    static byte[] body(JsonNode request) {
        return request.get("body").asText().getBytes(StandardCharsets.UTF_8);
    }

    static WechatAccount account(JsonNode account, Mode mode) {
        return account(
                account.get("appid").asText(),
                account.get("token").asText(),
                account.get("encodingAesKey").asText(),
                mode);
    }

    static WechatAccount account(String appId, String token, String aesKey, Mode mode) {
        return account(appId, token, aesKey, mode, "https://api.weixin.qq.com");
    }

    static WechatAccount account(
            String appId, String token, String aesKey, Mode mode, String apiBase) {
        return new WechatAccount(
                appId,
                "s3cretOfTheApp",
                token,
                aesKey,
                mode,
                apiBase,
                Duration.ofMinutes(5),
                null,
                Duration.ofMillis(1500),
                null,
                "");
    }

    static Gate gate(WechatAccount account, Format format, @Nullable JsonNode timestamp) {
        long now = timestamp == null ? 1_762_913_720L : timestamp.asLong();
        return new Gate(account, format, at(now));
    }

    static Clock at(long seconds) {
        return Clock.fixed(Instant.ofEpochSecond(seconds), ZoneOffset.UTC);
    }
}
