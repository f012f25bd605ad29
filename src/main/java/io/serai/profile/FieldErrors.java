package io.serai.profile;

import graphql.GraphQLError;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.DataFetcherExceptionHandlerParameters;
import graphql.execution.DataFetcherExceptionHandlerResult;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Tells of a field without an answer, in the hub's own words; anything else stays in the log. */
final class FieldErrors implements DataFetcherExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(FieldErrors.class);

    @Override
    public CompletableFuture<DataFetcherExceptionHandlerResult> handleException(
            DataFetcherExceptionHandlerParameters parameters) {
        Throwable failure = parameters.getException();
        if (failure instanceof CompletionException && failure.getCause() != null) {
            failure = failure.getCause();
        }
        FieldFailed told =
                failure instanceof FieldFailed failed
                        ? failed
                        : new FieldFailed("INTERNAL_SERVER_ERROR", "the hub could not answer this");
        if (failure != told) {
            LOG.warn("{} could not be answered", parameters.getPath(), failure);
        }
        GraphQLError error =
                GraphQLError.newError()
                        .message("%s", told.getMessage())
                        .path(parameters.getPath())
                        .location(parameters.getSourceLocation())
                        .extensions(Map.of("code", told.code()))
                        .build();
        return CompletableFuture.completedFuture(
                DataFetcherExceptionHandlerResult.newResult(error).build());
    }
}
