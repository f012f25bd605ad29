package io.serai.channel.web;

import io.serai.event.Address;
import io.serai.security.Resume;
import io.serai.security.Tokens;
import io.serai.websocket.Parting;
import io.serai.websocket.WebSocketConnections;

import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.Optional;

/** Gives a customer's socket, when the hub goes, what it needs to go on elsewhere. */
@Component
class CustomerParting implements Parting {

    private final WebSocketConnections connections;
    private final Tokens tokens;

    CustomerParting(WebSocketConnections connections, Tokens tokens) {
        this.connections = connections;
        this.tokens = tokens;
    }

    @Override
    public String path() {
        return CustomerSockets.PATH;
    }

    @Override
    public void part(String key, Duration after) {
        Optional<Customer> customer = connections.attached(key, Customer.class);
        if (customer.isEmpty()) {
            farewell(key, Frames.reconnect(after, null));
            return;
        }
        // Nothing is told between the cursor that the token names and the close.
        customer.get().telling.lock();
        try {
            farewell(key, Frames.reconnect(after, resume(customer.get())));
        } finally {
            customer.get().telling.unlock();
        }
    }

    private void farewell(String key, String frame) {
        connections.send(key, frame);
        connections.close(key, SERVICE_RESTART, "the server restarts");
    }

    private String resume(Customer customer) {
        Address address = customer.address();
        return tokens.issueResume(
                new Resume(
                        address.channel(),
                        address.account(),
                        address.user(),
                        customer.cursor,
                        customer.profile()));
    }
}
