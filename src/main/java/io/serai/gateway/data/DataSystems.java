package io.serai.gateway.data;

import com.mongodb.client.MongoClient;

import io.serai.gateway.SystemAddress;
import io.serai.gateway.SystemSettings;

import org.apache.camel.spi.Registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

/**
 * The connections to systems that are not spoken to by HTTP: for {@code loyalty} with a {@code
 * jdbc:} URL a route may refer to {@code #loyaltyDatabase}, with a {@code mongodb:} URL to {@code
 * #loyaltyMongo}, with a {@code grpc:} URL to {@code #loyaltyGrpc}. None is made, nor its classes
 * loaded, before a route asks for it; each outlives every reload.
 */
final class DataSystems implements AutoCloseable {

    private final Map<String, SystemSettings> settings;
    private final List<Runnable> made = new ArrayList<>();

    DataSystems(Map<String, SystemSettings> settings) {
        this.settings = settings;
    }

    /** Makes them known to the routes. */
    void bind(Registry registry) {
        settings.forEach(
                (name, system) -> {
                    switch (new SystemAddress(system.url()).kind()) {
                        case "jdbc:postgresql", "jdbc:mariadb" ->
                                registry.bind(
                                        name + "Database",
                                        DataSource.class,
                                        () -> database(name, system));
                        case "mongodb", "mongodb+srv" ->
                                registry.bind(
                                        name + "Mongo", MongoClient.class, () -> mongo(system));
                        case "grpc", "grpcs" ->
                                registry.bind(
                                        name + "Grpc", GrpcConnection.class, () -> grpc(system));
                        default -> {
                            // Spoken to by HTTP: see Systems.
                        }
                    }
                });
    }

    private synchronized SqlDatabase database(String name, SystemSettings system) {
        SqlDatabase database = new SqlDatabase(name, system);
        made.add(database::close);
        return database;
    }

    private synchronized MongoClient mongo(SystemSettings system) {
        MongoClient client = MongoConnection.of(system);
        made.add(client::close);
        return client;
    }

    private synchronized GrpcConnection grpc(SystemSettings system) {
        GrpcConnection connection = new GrpcConnection(system);
        made.add(connection::close);
        return connection;
    }

    @Override
    public synchronized void close() {
        made.forEach(Runnable::run);
    }
}
