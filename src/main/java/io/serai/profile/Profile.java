package io.serai.profile;

import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.execution.AbortExecutionException;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.introspection.Introspection;
import graphql.language.OperationDefinition;

import io.micrometer.core.instrument.MeterRegistry;

import org.dataloader.DataLoaderRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Answers queries by the schema in force. */
final class Profile {

    private static final Logger LOG = LoggerFactory.getLogger(Profile.class);

    private final SchemaFolder schema;
    private final ProfileSettings settings;
    private final PersistedQueries persisted;
    private final MeterRegistry meters;
    private final Clock clock;

    Profile(SchemaFolder schema, ProfileSettings settings, MeterRegistry meters, Clock clock) {
        this.schema = schema;
        this.settings = settings;
        this.persisted = new PersistedQueries(settings.persisted().toBytes());
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Who wants to know.
     *
     * @param login null if nobody in particular
     * @param curious whether the schema itself may be asked about
     */
    record Asker(@Nullable String login, boolean curious) {}

    /**
     * Answers a query, within the timeout.
     *
     * @param readOnly whether it must not change anything, as with GET
     * @param asker who wants to know
     */
    Reply answer(Request request, boolean readOnly, Asker asker) {
        Reply reply = answered(request, readOnly, asker);
        if (reply.kind() != Reply.Kind.COMPLETE && reply.kind() != Reply.Kind.PARTIAL) {
            LOG.info("A query was refused: {}", reply.reason());
        }
        meters.counter(
                        "serai.profile.queries",
                        "outcome",
                        reply.kind().name().toLowerCase(Locale.ROOT))
                .increment();
        return reply;
    }

    private Reply answered(Request request, boolean readOnly, Asker asker) {
        Edition edition = schema.edition();
        if (edition == null) {
            return Reply.notReady();
        }
        String hash = request.hash();
        String query = request.query();
        if (query == null && hash != null) {
            query = persisted.get(hash);
            if (query == null) {
                return Reply.notPersisted();
            }
        } else if (query == null || (hash != null && !PersistedQueries.fits(hash, query))) {
            return Reply.refused(
                    Refused.BAD_INPUT,
                    "sha256Hash is not the SHA-256 of the query, in hexadecimal");
        }
        return executed(edition, request, query, readOnly, asker);
    }

    private Reply executed(
            Edition edition, Request request, String query, boolean readOnly, Asker asker) {
        try {
            PreparsedDocumentEntry entry = edition.prepared(query);
            if (readOnly && !entry.hasErrors() && changes(entry, request.operation())) {
                return Reply.notByGet();
            }
            if (request.hash() != null && !entry.hasErrors()) {
                persisted.put(request.hash(), query);
            }
        } catch (AbortExecutionException e) {
            return Reply.of(e.toExecutionResult(), List.of());
        }
        Instant deadline = clock.instant().plus(settings.timeout());
        Provenance provenance = new Provenance(new Errand(deadline, asker.login));
        ExecutionInput input =
                ExecutionInput.newExecutionInput(query)
                        .operationName(request.operation())
                        .variables(request.variables())
                        .dataLoaderRegistry(new DataLoaderRegistry())
                        .graphQLContext(
                                context -> {
                                    context.of(Provenance.class, provenance);
                                    context.of(
                                            Introspection.INTROSPECTION_DISABLED, !asker.curious);
                                })
                        .locale(Locale.ROOT)
                        .build();
        ExecutionResult result = edition.execute(input).join();
        return Reply.of(result, provenance.lines());
    }

    private static boolean changes(PreparsedDocumentEntry entry, @Nullable String operation) {
        return entry.getDocument().getDefinitionsOfType(OperationDefinition.class).stream()
                .filter(one -> operation == null || operation.equals(one.getName()))
                .anyMatch(one -> one.getOperation() != OperationDefinition.Operation.QUERY);
    }
}
