package io.serai.websocket;

import jakarta.websocket.Extension;
import jakarta.websocket.server.ServerEndpointConfig;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/** What one handshake agrees on. */
final class Negotiation extends ServerEndpointConfig.Configurator {

    private final JakartaUpgrade.Ear ear;
    private final String subprotocol;

    Negotiation(JakartaUpgrade.Ear ear, String subprotocol) {
        this.ear = ear;
        this.subprotocol = subprotocol;
    }

    /** The subprotocols a client offers, in its order. */
    static List<String> offered(Enumeration<String> headers) {
        return Collections.list(headers).stream()
                .flatMap(header -> Arrays.stream(header.split(",")))
                .map(String::strip)
                .toList();
    }

    /** The first one spoken that is offered too; empty: none. */
    static String choose(Collection<String> spoken, List<String> offered) {
        return spoken.stream().filter(offered::contains).findFirst().orElse("");
    }

    /** None, whatever is offered: compression costs some 20 to 120 KB a connection. */
    @Override
    public List<Extension> getNegotiatedExtensions(
            List<Extension> installed, List<Extension> requested) {
        return List.of();
    }

    @Override
    public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
        return subprotocol;
    }

    /** Looked at before, with an answer of its own. */
    @Override
    public boolean checkOrigin(String originHeaderValue) {
        return true;
    }

    @Override
    public <T> T getEndpointInstance(Class<T> endpointClass) {
        return endpointClass.cast(ear);
    }
}
