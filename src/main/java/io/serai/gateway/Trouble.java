package io.serai.gateway;

import io.serai.edge.Destinations;

/** What a client's failure means where its own class does not say it. */
public final class Trouble {

    private Trouble() {}

    /**
     * Throws what it means: a certificate that is no good, an address the hub does not call, a
     * message whose time is over. Returns if it is none of these.
     */
    public static void tell(Throwable failure) {
        TlsFault tls = TlsFault.of(failure);
        if (tls != null) {
            throw tls;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Destinations.Forbidden forbidden) {
                throw new ForbiddenAddressException(forbidden);
            }
            if (cause instanceof RefusedException refused) {
                throw refused;
            }
            if (cause instanceof ContractException contract) {
                throw contract;
            }
        }
    }
}
