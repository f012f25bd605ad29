package io.serai.gateway.data;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCredential;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;

import io.serai.gateway.SystemAddress;
import io.serai.gateway.SystemSettings;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How MongoDB is reached: at vetted addresses only, every wait is bounded, no query is repeated
 * behind the route's back.
 */
final class MongoConnection {

    private static final Pattern AUTH_SOURCE = Pattern.compile("(?i)[?&]authSource=([^&]+)");

    private MongoConnection() {}

    static MongoClient of(SystemSettings system) {
        ConnectionString url = new ConnectionString(system.url().toString());
        long connect = system.connectTimeout().toMillis();
        Duration silence = system.timeout().plusSeconds(1);
        MongoClientSettings.Builder settings =
                MongoClientSettings.builder()
                        .applyConnectionString(url)
                        .applicationName("serai")
                        .retryReads(false)
                        .retryWrites(false)
                        .inetAddressResolver(
                                host -> List.of(SystemAddress.DESTINATIONS.resolve(host)))
                        .applyToClusterSettings(
                                it -> it.serverSelectionTimeout(connect, TimeUnit.MILLISECONDS))
                        .applyToSocketSettings(
                                it ->
                                        it.connectTimeout(connect, TimeUnit.MILLISECONDS)
                                                .readTimeout(
                                                        silence.toMillis(), TimeUnit.MILLISECONDS))
                        .applyToConnectionPoolSettings(
                                it ->
                                        it.maxSize(system.connections())
                                                .minSize(0)
                                                .maxWaitTime(connect, TimeUnit.MILLISECONDS)
                                                .maxConnectionIdleTime(1, TimeUnit.MINUTES));
        if (!system.username().isEmpty()) {
            settings.credential(
                    MongoCredential.createCredential(
                            system.username(),
                            Objects.requireNonNullElse(authSource(url), "admin"),
                            system.password().toCharArray()));
        }
        return MongoClients.create(settings.build());
    }

    /** The driver reads it only along with a user in the URL. */
    private static @Nullable String authSource(ConnectionString url) {
        Matcher found = AUTH_SOURCE.matcher(url.getConnectionString());
        return found.find() ? found.group(1) : null;
    }
}
