package io.serai.channel.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.event.Address;

import org.junit.jupiter.api.Test;

import java.util.Map;

/** Who is at the other end of a customer's connection. */
class CustomerTest {

    private final Customer customer =
            new Customer(new Identity(new Address("web", "main", "v1"), Map.of(), ""), 0);

    @Test
    void nothingOvertakesAMessageThatCouldNotBeStored() {
        customer.refused("m2");

        assertThat(mayTake("m3")).isFalse();
        assertThat(mayTake("m2")).isTrue();

        customer.stored("m1");
        customer.refused("m2");

        assertThat(mayTake("m3")).isFalse();

        customer.stored("m2");

        assertThat(mayTake("m3")).isTrue();
    }

    @Test
    void whatIsStoredAllTheSameHoldsNothingBack() {
        customer.refused("m1");

        assertThat(customer.mayTake("m2", "m1"::equals)).isTrue();
        assertThat(mayTake("m3")).isTrue();
    }

    private boolean mayTake(String clientId) {
        return customer.mayTake(clientId, refused -> false);
    }
}
