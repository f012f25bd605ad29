package io.serai.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

class PasswordsTest {

    private static final String RIGHT = "correct horse";

    @ParameterizedTest
    @ValueSource(ints = {4, 12})
    void anUnknownLoginTakesAsLongAsAKnownOneHoweverItsPasswordIsKept(int cost) {
        Passwords passwords = passwords(encoded(cost));

        long known = shortest(() -> passwords.check("mei", "wrong"));
        long unknown = shortest(() -> passwords.check("mai", "wrong"));

        assertThat((double) unknown / known).isBetween(0.4, 2.5);
    }

    @Test
    void onlyTheRightPasswordOfSomebodyThereIsRight() {
        Passwords passwords = passwords(encoded(4));

        assertThat(passwords.check("mei", RIGHT)).isPresent();
        assertThat(passwords.check("mei", RIGHT + " ")).isEmpty();
        assertThat(passwords.check("mai", RIGHT)).isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "secret",
                "{bcrypt}secret",
                "{bcrypt}$2y$10$short",
                "{bcrypt}$2y$31$N1IK6F1aVAMP/p.vU8BcY.8iCMXEzQ9Rb/vUVBdkp8pK4nSs8DZ9C",
                "{bcrypt}$2y$99$N1IK6F1aVAMP/p.vU8BcY.8iCMXEzQ9Rb/vUVBdkp8pK4nSs8DZ9C",
                "{noop}secret"
            })
    void aPasswordThatCannotBeCheckedEndsTheStartByItsName(String password) {
        assertThatThrownBy(() -> passwords(password))
                .hasMessageContaining("serai.users.mei.password")
                .hasMessageContaining("{bcrypt}")
                .hasMessageNotContaining("secret");
    }

    private static Passwords passwords(String encoded) {
        AccountSettings.User mei =
                new AccountSettings.User(encoded, null, Set.of(Role.AGENT), List.of(), 1);
        AccountSettings accounts = new AccountSettings(Map.of("mei", mei), Map.of(), Map.of());
        return new Passwords(accounts, new Directory(accounts), false);
    }

    private static String encoded(int cost) {
        return "{bcrypt}" + new BCryptPasswordEncoder(cost).encode(RIGHT);
    }

    /** What it takes when nothing comes between, in nanoseconds. */
    private static long shortest(Runnable work) {
        return IntStream.range(0, 5)
                .mapToLong(
                        i -> {
                            long start = System.nanoTime();
                            work.run();
                            return System.nanoTime() - start;
                        })
                .min()
                .orElseThrow();
    }
}
