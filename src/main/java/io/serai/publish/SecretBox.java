package io.serai.publish;

import io.serai.store.Seal;

import org.springframework.stereotype.Component;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;

/** Makes subscribers' secrets, and has each sealed for its subscription alone. */
@Component
final class SecretBox {

    private static final String PREFIX = "whsec_";
    private static final int SECRET_BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final Seal seal;

    SecretBox(Seal seal) {
        this.seal = seal;
    }

    boolean seals() {
        return seal.seals();
    }

    /** A new secret, as Standard Webhooks writes it. */
    String make() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return PREFIX + Base64.getEncoder().encodeToString(bytes);
    }

    String seal(UUID webhook, String secret) {
        return seal.seal(name(webhook), secret);
    }

    /**
     * What was sealed.
     *
     * @throws IllegalStateException if none of the keys opens it; it names the settings
     */
    String open(UUID webhook, String stored) {
        return seal.open(name(webhook), stored);
    }

    private static String name(UUID webhook) {
        return "the secret of webhook " + webhook;
    }
}
