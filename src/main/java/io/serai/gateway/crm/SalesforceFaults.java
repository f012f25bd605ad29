package io.serai.gateway.crm;

import io.serai.gateway.ContractException;
import io.serai.gateway.RefusedException;
import io.serai.gateway.SystemReply;
import io.serai.gateway.TransientException;
import io.serai.gateway.Trouble;

import org.apache.camel.component.salesforce.api.NoSuchSObjectException;
import org.apache.camel.component.salesforce.api.SalesforceException;
import org.apache.camel.component.salesforce.api.SalesforceMultipleChoicesException;
import org.apache.camel.component.salesforce.api.dto.RestError;
import org.jspecify.annotations.Nullable;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Salesforce's failures in the house's words: what may pass, what is against the contract, what was
 * understood and refused. Of Salesforce's own texts only error codes and field names are shown.
 */
final class SalesforceFaults {

    private static final Set<String> PASSING =
            Set.of("UNABLE_TO_LOCK_ROW", "SERVER_UNAVAILABLE", "REQUEST_RUNNING_TOO_LONG");
    private static final Set<String> RECORD =
            Set.of(
                    "REQUIRED_FIELD_MISSING",
                    "FIELD_CUSTOM_VALIDATION_EXCEPTION",
                    "DUPLICATES_DETECTED",
                    "DUPLICATE_VALUE",
                    "DUPLICATE_EXTERNAL_ID",
                    "INVALID_EMAIL_ADDRESS",
                    "STRING_TOO_LONG",
                    "ENTITY_IS_DELETED",
                    "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
                    "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY");
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");

    private SalesforceFaults() {}

    /** No API call of the day is left. */
    static final class NothingLeft extends TransientException {

        private static final long serialVersionUID = 1L;

        NothingLeft() {
            super("all its API calls of the day are used");
        }
    }

    /** There is no such record. */
    static final class NoSuchRecord extends RefusedException {

        private static final long serialVersionUID = 1L;

        NoSuchRecord() {
            super("there is no such record");
        }
    }

    static Exception of(Exception failure) {
        Trouble.tell(failure);
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof NoSuchSObjectException) {
                return new NoSuchRecord();
            }
            if (cause instanceof SalesforceMultipleChoicesException) {
                return new RefusedException("more than one record has that external id");
            }
            if (cause instanceof SalesforceException salesforce) {
                return of(salesforce);
            }
        }
        return failure;
    }

    private static Exception of(SalesforceException failure) {
        List<RestError> errors = failure.getErrors();
        RestError first = errors == null || errors.isEmpty() ? null : errors.getFirst();
        String code = first == null ? "" : String.valueOf(first.getErrorCode());
        int status = failure.getStatusCode();
        if (status == 0 && failure.getCause() instanceof SalesforceException inner) {
            return of(inner);
        }
        if (status == 0) {
            return broken(failure);
        }
        if (code.equals("REQUEST_LIMIT_EXCEEDED")) {
            return new NothingLeft();
        }
        if (status == 408 || status == 429 || status >= 500 || PASSING.contains(code)) {
            return SystemReply.passing(status);
        }
        if (status == 401
                || (status == 400 && code.startsWith("invalid_"))
                || code.startsWith("unsupported_")
                || failure.getCause() instanceof SalesforceException) {
            return new ContractException(
                    "it gives the hub no token"
                            + named(code, null)
                            + "; check serai.systems.salesforce.*");
        }
        if (RECORD.contains(code)) {
            return new RefusedException("it refuses the record" + named(code, first));
        }
        return new ContractException("it refuses the request" + named(code, first));
    }

    private static Exception broken(SalesforceException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException) {
                return new TransientException("no answer in time");
            }
            if (cause instanceof ConnectException || cause instanceof UnknownHostException) {
                // Nothing was sent: also what changes something may be repeated.
                return new ConnectException("it cannot be reached");
            }
        }
        return new TransientException("the connection broke");
    }

    private static String named(String code, @Nullable RestError error) {
        if (!NAME.matcher(code).matches()) {
            return "";
        }
        List<String> fields =
                error == null || error.getFields() == null
                        ? List.of()
                        : error.getFields().stream()
                                .filter(it -> NAME.matcher(it).matches())
                                .toList();
        return fields.isEmpty() ? " (" + code + ")" : " (" + code + ": " + fields + ")";
    }
}
