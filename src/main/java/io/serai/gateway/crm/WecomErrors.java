package io.serai.gateway.crm;

import io.serai.gateway.ContractException;
import io.serai.gateway.TransientException;

import java.util.Set;

/**
 * What WeCom means by an {@code errcode}; it comes with HTTP 200. The codes are those of the
 * platform's list of global error codes.
 */
final class WecomErrors {

    private static final Set<Integer> TOKEN = Set.of(40014, 42001);
    private static final Set<Integer> PASSING = Set.of(-1, 45009, 45033);
    private static final Set<Integer> CREDENTIALS = Set.of(40001, 40013);

    /** No such user. */
    static final int UNKNOWN_USER = 60111;

    private WecomErrors() {}

    /** The access token is not, or no longer, good. */
    static boolean token(int code) {
        return TOKEN.contains(code);
    }

    /** The failure that a code other than 0 is. */
    static RuntimeException failure(int code) throws TransientException {
        if (PASSING.contains(code)) {
            throw new TransientException("it is busy (errcode " + code + ")");
        }
        if (CREDENTIALS.contains(code) || token(code)) {
            return new ContractException(
                    "it refuses the hub's credentials (errcode "
                            + code
                            + "); check serai.systems.wecom.corp-id and corp-secret");
        }
        if (code == 60020) {
            return new ContractException(
                    "this machine's address is not among the app's trusted ones (errcode 60020)");
        }
        if (code == 48002 || code == 60011) {
            return new ContractException(
                    "the app may not read this of the directory (errcode " + code + ")");
        }
        return new ContractException("it refuses the request (errcode " + code + ")");
    }
}
