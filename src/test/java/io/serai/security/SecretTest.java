package io.serai.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.security.AccountSettings.User;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

class SecretTest {

    @TempDir Path folder;

    @Test
    void aSecretIsMadeOnceAndKeptFromOthers() throws Exception {
        Path file = folder.resolve("data/secret");

        byte[] first = Secret.of(settings(null, file)).key("session");
        byte[] second = Secret.of(settings(null, file)).key("session");

        assertThat(first).isEqualTo(second);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aShortSecretIsRefusedByName() throws Exception {
        Path file = Files.writeString(folder.resolve("secret"), "short");

        assertThatThrownBy(() -> Secret.of(settings("short", file)))
                .hasMessageContaining("serai.security.secret");
        assertThatThrownBy(() -> Secret.of(settings(null, file)))
                .hasMessageStartingWith("serai.security.secret-file: " + file)
                .hasMessageContaining("restore it from a backup");
    }

    @Test
    void everyKindOfTokenHasItsOwnKey() {
        Secret secret = Secret.of(settings("x".repeat(32), folder.resolve("unused")));

        assertThat(secret.key("session")).isNotEqualTo(secret.key("visitor"));
    }

    @Test
    void plainPasswordsAreForTheSandboxOnly() {
        AccountSettings plain = users("{noop}sandbox");

        assertThat(passwords(plain, true).check("mei", "sandbox")).isPresent();
        assertThatThrownBy(() -> passwords(plain, false))
                .hasMessageContaining("serai.users.mei.password");
        assertThatThrownBy(() -> passwords(users("sandbox"), false))
                .hasMessageContaining("{bcrypt}");
    }

    @Test
    void anEncodedPasswordIsChecked() {
        Passwords passwords =
                passwords(users("{bcrypt}" + new BCryptPasswordEncoder(4).encode("好密码")), false);

        assertThat(passwords.check("mei", "好密码")).isPresent();
        assertThat(passwords.check("mei", "x")).isEmpty();
        assertThat(passwords.check("mei", "x".repeat(5000))).isEmpty();
        assertThat(passwords.check("nobody", "nobody's password")).isEmpty();
    }

    @Test
    void withoutUsersNobodyGetsIn() {
        AccountSettings none = new AccountSettings(Map.of(), Map.of(), Map.of());

        assertThat(passwords(none, false).check("admin", "admin")).isEmpty();
    }

    private static Passwords passwords(AccountSettings accounts, boolean plain) {
        return new Passwords(accounts, new Directory(accounts), plain);
    }

    private static AccountSettings users(String password) {
        User mei = new User(password, null, Set.of(Role.AGENT), List.of(), 5);
        return new AccountSettings(Map.of("mei", mei), Map.of(), Map.of());
    }

    private static SecuritySettings settings(@Nullable String secret, Path file) {
        return new SecuritySettings(secret, file, Duration.ofHours(12), Duration.ofDays(365));
    }
}
