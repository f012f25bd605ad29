package io.serai.customer;

import io.serai.security.Pseudonyms;

import java.text.Normalizer;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A mobile phone number of mainland China. It is never kept: only a keyed hash to compare, and the
 * first three and last four digits to show.
 *
 * @param digits the eleven of them
 */
record Phone(String digits) {

    /** With or without the country's prefix and with what people put between the groups. */
    private static final Pattern NUMBER =
            Pattern.compile(
                    "(?<![0-9A-Za-z*])(?:(?:\\+|00)?86[- ]?)?(1[3-9][0-9])[- ]?([0-9]{4})[-"
                            + " ]?([0-9]{4})(?![0-9A-Za-z*])");

    /** The numbers in a text. */
    static List<Phone> in(String text) {
        // Full-width digits and spaces of other kinds become the plain ones.
        return NUMBER.matcher(Normalizer.normalize(text, Normalizer.Form.NFKC))
                .results()
                .map(it -> new Phone(it.group(1) + it.group(2) + it.group(3)))
                .distinct()
                .toList();
    }

    String masked() {
        return digits.substring(0, 3) + "****" + digits.substring(7);
    }

    Evidence evidence(Pseudonyms pseudonyms, String source, Instant now) {
        return new Evidence(
                Evidence.Kind.PHONE,
                "phone:" + pseudonyms.of("phone", digits),
                masked(),
                source,
                null,
                now);
    }

    /** Without the digits, which have no place in a log. */
    @Override
    public String toString() {
        return masked();
    }
}
