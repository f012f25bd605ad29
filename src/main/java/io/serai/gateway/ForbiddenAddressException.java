package io.serai.gateway;

import io.serai.edge.Destinations;

/** The system's URL leads where the hub calls nobody: link-local, metadata, multicast, reserved. */
public class ForbiddenAddressException extends RefusedException {

    private static final long serialVersionUID = 1L;

    ForbiddenAddressException(Destinations.Forbidden why) {
        super("it is not called: " + why.getMessage());
    }
}
