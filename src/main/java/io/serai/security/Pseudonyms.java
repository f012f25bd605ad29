package io.serai.security;

import org.springframework.stereotype.Component;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Stands for what must not be kept as it is, such as a phone number: the same value always has the
 * same pseudonym, and only who has the hub's secret can try values out. With another secret,
 * nothing kept is found again.
 */
@Component
public class Pseudonyms {

    private static final String ALGORITHM = "HmacSHA256";

    private final Secret secret;

    public Pseudonyms(SecuritySettings settings) {
        this.secret = Secret.of(settings);
    }

    /**
     * What stands for a value.
     *
     * @param kind what sort of value; the same one of another sort has another pseudonym
     * @return 43 letters, digits, {@code -} and {@code _}
     */
    public String of(String kind, String value) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.key("pseudonym/" + kind), ALGORITHM));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(value.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + ALGORITHM, e);
        }
    }
}
