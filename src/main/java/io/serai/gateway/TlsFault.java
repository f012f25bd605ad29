package io.serai.gateway;

import org.jspecify.annotations.Nullable;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Who answers cannot show that it is the system, or speaks no TLS that the hub does. Asking again
 * would bring the same; a broken connection, also while TLS is being agreed on, is not this.
 */
final class TlsFault extends ContractException {

    private static final long serialVersionUID = 1L;

    private TlsFault(String message, Throwable cause) {
        super(message);
        // Not as the cause: what is caused by an IOException is worth another try.
        addSuppressed(cause);
    }

    /** What is wrong with the certificate or the TLS, if that is what failed; null if it is not. */
    static @Nullable TlsFault of(Throwable failure) {
        TlsFault found = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String words = words(cause);
            if (words != null) {
                // The innermost one says most.
                found = new TlsFault(words, failure);
            }
        }
        return found;
    }

    private static @Nullable String words(Throwable cause) {
        return switch (cause) {
            case CertificateExpiredException old -> "its certificate has expired";
            case CertificateNotYetValidException early -> "its certificate is not valid yet";
            case CertPathBuilderException stranger ->
                    "its certificate is of no authority the hub trusts";
            case CertPathValidatorException stranger -> "its certificate cannot be trusted";
            case SSLPeerUnverifiedException other -> "its certificate is for another host";
            case SSLException other -> disagreement(String.valueOf(other.getMessage()));
            case CertificateException bad ->
                    String.valueOf(bad.getMessage()).contains("subject alternative")
                                    || String.valueOf(bad.getMessage()).startsWith("No name")
                            ? "its certificate is for another host"
                            : "its certificate cannot be trusted";
            default -> null;
        };
    }

    /** What Java says by its words alone; null for all that may be a connection that broke. */
    private static @Nullable String disagreement(String said) {
        if (said.contains("unrecognized SSL message")) {
            return "it does not answer by TLS: is its url one of http?";
        }
        if (said.contains("certificate_required") || said.contains("bad_certificate")) {
            return "it wants a certificate of the hub's, and the hub shows none";
        }
        if (said.contains("handshake_failure")) { // all that a system says of either by TLS 1.2
            return "it agrees on no cipher with the hub, or wants a certificate of the hub's";
        }
        return said.contains("protocol_version") || said.contains("selected protocol version")
                ? "it speaks no version of TLS that the hub does"
                : null;
    }
}
