package io.serai.ops;

import io.serai.store.StoreAway;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** While the store is away every API says so: 503, and the same again later will do. */
@RestControllerAdvice
class StoreUnavailable {

    @ExceptionHandler({
        StoreAway.class,
        DataAccessResourceFailureException.class,
        TransientDataAccessException.class,
        RecoverableDataAccessException.class,
        TransactionException.class
    })
    ProblemDetail away() {
        ProblemDetail problem =
                ProblemDetail.forStatusAndDetail(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "The store cannot be reached; the same again later will do");
        problem.setTitle("unavailable");
        return problem;
    }
}
