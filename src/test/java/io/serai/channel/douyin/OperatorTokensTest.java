package io.serai.channel.douyin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.SettableClock;
import io.serai.channel.douyin.FakeDouyin.Answer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

class OperatorTokensTest {

    @TempDir Path folder;

    private final SettableClock clock = new SettableClock();
    private FakeDouyin platform;

    @BeforeEach
    void open() throws IOException {
        platform = new FakeDouyin();
    }

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void manyWhoNeedATokenMakeOneCall() throws Exception {
        OperatorTokens tokens = tokens("rft.FAKE");
        Set<String> got = ConcurrentHashMap.newKeySet();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                threads.submit(() -> got.add(tokens.current()));
            }
        }

        assertThat(got).containsExactly("act.FAKE");
        assertThat(platform.to("/oauth/refresh_token/")).hasSize(1);
    }

    @Test
    void manyWhoseTokenWasRefusedMakeOneCall() throws Exception {
        platform.answer("/oauth/refresh_token/", refreshed("act.1", 1296000))
                .answer("/oauth/refresh_token/", refreshed("act.2", 1296000));
        OperatorTokens tokens = tokens("rft.FAKE");
        String stale = tokens.current();
        Set<String> got = ConcurrentHashMap.newKeySet();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                threads.submit(() -> got.add(tokens.after(stale)));
            }
        }

        assertThat(got).containsExactly("act.2");
        assertThat(platform.to("/oauth/refresh_token/")).hasSize(2);
    }

    @Test
    void aTokenAboutToEndIsReplacedBeforeItDoes() {
        OperatorTokens tokens = tokens("rft.FAKE");
        tokens.current();

        clock.advance(Duration.ofDays(15).minusSeconds(60));
        tokens.current();

        assertThat(platform.to("/oauth/refresh_token/")).hasSize(2);
    }

    @Test
    void tokensSurviveARestartInAFileOnlyTheHubCanRead() throws Exception {
        tokens("rft.FAKE").current();

        assertThat(tokens("rft.FAKE").current()).isEqualTo("act.FAKE");

        assertThat(platform.to("/oauth/refresh_token/")).hasSize(1);
        assertThat(Files.getPosixFilePermissions(folder.resolve("t.json")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(folder.toFile().list()).containsExactly("t.json");
    }

    @Test
    void aNewAuthorisationInTheSettingsReplacesTheKeptOne() {
        tokens("rft.FAKE").current();

        tokens("rft.NEW").current();

        assertThat(platform.to("/oauth/refresh_token/").getLast().body())
                .endsWith("refresh_token=rft.NEW");
    }

    @Test
    void anUnreadableFileIsNoReasonToStopSending() throws Exception {
        Files.writeString(folder.resolve("t.json"), "{broken");

        assertThat(tokens("rft.FAKE").current()).isEqualTo("act.FAKE");
    }

    @Test
    void theRefreshTokenIsRenewedBeforeItEndsAndTheNewOneKept() {
        platform.answer(
                "/oauth/renew_refresh_token/",
                FakeDouyin.trace("renew_refresh_token").at("/response/body").toString());
        OperatorTokens tokens = tokens("rft.FAKE");
        tokens.keepAlive();
        assertThat(platform.to("/oauth/renew_refresh_token/")).isEmpty();

        clock.advance(Duration.ofDays(26));
        platform.answer("/oauth/refresh_token/", refreshed("act.2", 86400 * 4));
        platform.answer("/oauth/refresh_token/", refreshed("act.3", 86400 * 4));
        tokens.keepAlive();
        tokens.keepAlive();

        assertThat(platform.to("/oauth/renew_refresh_token/"))
                .hasSize(1)
                .first()
                .satisfies(
                        renew ->
                                assertThat(renew.body())
                                        .isEqualTo(
                                                FakeDouyin.trace("renew_refresh_token")
                                                        .get("body")
                                                        .textValue()));
        tokens("rft.FAKE").after("act.2");
        assertThat(platform.to("/oauth/refresh_token/").getLast().body())
                .endsWith("refresh_token=rft.FAKE2");
    }

    @Test
    void renewingIsNotTriedAgainOnceThePlatformSaidItWasTheLast() {
        platform.answer("/oauth/renew_refresh_token/", FakeDouyin.error("renew-limit"));
        platform.answer("/oauth/refresh_token/", refreshed("act.2", 86400 * 4));
        OperatorTokens tokens = tokens("rft.FAKE");
        tokens.keepAlive();
        clock.advance(Duration.ofDays(26));

        tokens.keepAlive();
        tokens.keepAlive();

        assertThat(platform.to("/oauth/renew_refresh_token/")).hasSize(1);
    }

    @Test
    @Timeout(20)
    void anAnswerThatNeverEndsHoldsNobodyUpForLong() {
        platform.answer("/oauth/refresh_token/", new Answer(200, "application/json", "{", 100))
                .answer("/oauth/refresh_token/", refreshed("act.2", 2592000));
        OperatorTokens tokens = tokens("rft.FAKE");

        assertThatThrownBy(tokens::current).isInstanceOf(UncheckedIOException.class);
        assertThat(tokens.current()).isEqualTo("act.2");
    }

    @Test
    void anAnswerWithoutACodeIsNoWordAboutTheAuthorisation() {
        platform.answer("/oauth/refresh_token/", "{\"message\":\"internal error\"}");

        assertThatThrownBy(tokens("rft.FAKE")::current).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void numbersAsStringsAreNumbers() {
        platform.close();
        assertThat(Code.in(json("{\"data\":{\"error_code\":\"0\"}}"))).isZero();
        assertThat(Code.in(json("{\"extra\":{\"error_code\":0},\"data\":{\"error_code\":7}}")))
                .isEqualTo(7);
        assertThat(Code.in(json("{}"))).isEqualTo(Code.NONE);
    }

    @Test
    void aMissingSettingIsNamedAndSecretsAreNotShown() {
        DouyinAccount account = Vectors.account();
        DouyinAccount incomplete =
                new DouyinAccount(
                        account.clientKey(),
                        "",
                        account.apiBase(),
                        account.operatorOpenId(),
                        "rft.FAKE",
                        "");

        assertThatThrownBy(() -> new DouyinSettings(Map.of("main", incomplete)))
                .hasMessageContaining("serai.douyin.main.client-secret must be set");
        assertThat(new DouyinSettings(Map.of("main", account)).toString())
                .contains(account.clientKey())
                .doesNotContain(account.clientSecret())
                .doesNotContain("rft");
        assertThat(Tokens.seeded("rft.FAKE", "s").toString()).doesNotContain("rft");
    }

    private static JsonNode json(String text) {
        return Objects.requireNonNull(StrictJson.object(text));
    }

    private static String refreshed(String access, long refreshExpires) {
        return "{\"data\":{\"access_token\":\"%s\",\"expires_in\":\"1296000\",\"refresh_expires_in\":\"%d\",\"error_code\":0},\"message\":\"success\"}"
                .formatted(access, refreshExpires);
    }

    private OperatorTokens tokens(String refreshToken) {
        DouyinAccount given = Vectors.account(platform.base(), "");
        DouyinAccount account =
                new DouyinAccount(
                        given.clientKey(),
                        given.clientSecret(),
                        given.apiBase(),
                        given.operatorOpenId(),
                        refreshToken,
                        "");
        return new OperatorTokens(
                "main",
                account,
                new FileTokenStore(folder.resolve("t.json")),
                new TokenApi(account),
                clock);
    }
}
