package io.serai.gateway.data;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoSocketReadTimeoutException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.connection.ClusterDescription;
import com.mongodb.connection.ServerDescription;

import io.serai.gateway.ContractException;
import io.serai.gateway.TransientException;
import io.serai.gateway.Trouble;

import java.util.Objects;

/** What MongoDB's failure means; its own words go no further. */
final class MongoFaults {

    private static final int UNAUTHORIZED = 13;
    private static final int NOT_AUTHENTICATED = 18;

    private MongoFaults() {}

    /**
     * What it means.
     *
     * @param servers what the driver met at each of them
     */
    static Exception meaning(Exception failure, ClusterDescription servers) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MongoTimeoutException) {
                // No server can be used; why, it says in words alone.
                servers.getServerDescriptions().stream()
                        .map(ServerDescription::getException)
                        .filter(Objects::nonNull)
                        .forEach(Trouble::tell);
            }
            if (cause instanceof MongoException mongo) {
                return meaning(mongo);
            }
        }
        return failure;
    }

    private static Exception meaning(MongoException failure) {
        return switch (failure) {
            case MongoExecutionTimeoutException late -> SqlFaults.late(late);
            case MongoSocketReadTimeoutException late -> SqlFaults.late(late);
            case MongoSecurityException refused -> credentials(refused);
            // A wrong password shows as no server that can be used.
            case MongoTimeoutException late ->
                    String.valueOf(late.getMessage()).contains("MongoSecurityException")
                            ? credentials(late)
                            : new TransientException("it cannot be reached", late);
            case MongoSocketException broken ->
                    new TransientException("it cannot be reached", broken);
            case MongoNotPrimaryException moved ->
                    new TransientException("it is choosing its primary", moved);
            case MongoNodeIsRecoveringException busy ->
                    new TransientException("it is starting or stopping", busy);
            case MongoCommandException command
                    when command.getCode() == UNAUTHORIZED
                            || command.getCode() == NOT_AUTHENTICATED ->
                    credentials(command);
            default ->
                    new ContractException(
                            "it refuses the query (code " + failure.getCode() + ")", failure);
        };
    }

    private static ContractException credentials(MongoException failure) {
        return new ContractException("it refuses the hub's credentials", failure);
    }
}
