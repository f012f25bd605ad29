package io.serai.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;

import io.serai.security.AccountSettings.Account;
import io.serai.security.AccountSettings.User;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

class TokensTest {

    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final String MERCHANT =
            "merchant-secret-merchant-secret-merchant-secret-merchant!!";

    private final Tokens tokens = tokens(SECRET, "{noop}a", NOW);

    @Test
    void aSessionIsItsLoginsUntilItEnds() {
        String token = tokens.issueSession("agent1");

        assertThat(tokens.session(token)).map(Login::name).contains("小美");
        assertThat(at(NOW.plus(Duration.ofHours(12))).session(token)).isEmpty();
        assertThat(tokens(SECRET, "{noop}new password", NOW).session(token)).isEmpty();
        assertThat(tokens("another secret, just as long as it", "{noop}a", NOW).session(token))
                .isEmpty();

        tokens.endSession(token);

        assertThat(tokens.session(token)).isEmpty();
        assertThat(tokens.session(tokens.issueSession("agent1"))).isPresent();
    }

    @Test
    void aSessionThatWasBelievedOnceEndsInTimeAllTheSame() {
        AtomicReference<Instant> now = new AtomicReference<>(NOW);
        Tokens tokens =
                tokens(SECRET, "{noop}a", ((InstantSource) now::get).withZone(ZoneOffset.UTC));
        String token = tokens.issueSession("agent1");
        assertThat(tokens.session(token)).isPresent();

        now.set(NOW.plus(Duration.ofHours(12)));

        assertThat(tokens.session(token)).isEmpty();
    }

    @Test
    void aVisitorIsKnownForAYear() {
        String token = tokens.issueVisitor("web", "main", "v-1");

        assertThat(tokens.visitor(token)).contains(new Visitor("web", "main", "v-1"));
        assertThat(at(NOW.plus(Duration.ofDays(364))).visitor(token)).isPresent();
        assertThat(at(NOW.plus(Duration.ofDays(366))).visitor(token)).isEmpty();
    }

    @Test
    void whoseTokenIsFromBeforeTheClockWasSetBackIsNoStranger() {
        String visitor = tokens.issueVisitor("web", "main", "v-1");
        String session = tokens.issueSession("agent1");
        Tokens later = at(NOW.minus(Duration.ofHours(1)));

        assertThat(later.visitor(visitor)).isPresent();
        assertThat(later.session(session)).isPresent();
    }

    @Test
    void aLifetimeThatWasShortenedEndsWhatIsOlderAndNothingElse() {
        String token = tokens.issueVisitor("web", "main", "v-1");
        Duration shorter = Duration.ofDays(30);

        assertThat(tokens(shorter, NOW.plus(Duration.ofDays(29))).visitor(token)).isPresent();
        assertThat(tokens(shorter, NOW.plus(Duration.ofDays(30))).visitor(token)).isEmpty();
    }

    @Test
    void oneKindOfTokenNeverPassesForAnother() throws Exception {
        String session = tokens.issueSession("agent1");
        String visitor = tokens.issueVisitor("web", "main", "agent1");
        String merchant = merchant(claims());

        assertThat(tokens.session(visitor)).isEmpty();
        assertThat(tokens.visitor(session)).isEmpty();
        assertThat(tokens.session(merchant)).isEmpty();
        assertThat(tokens.visitor(merchant)).isEmpty();
        assertInvalid(session);
        assertInvalid(visitor);
        assertThat(tokens.merchant("main", merchant).user()).isEqualTo("c-1");
    }

    @Test
    void garbageIsNobody() {
        for (String garbage : List.of("", "a", "a.b.c", "..", "x".repeat(20_000))) {
            assertThat(tokens.session(garbage)).isEmpty();
            assertThat(tokens.visitor(garbage)).isEmpty();
            assertInvalid(garbage);
        }
    }

    @Test
    void aMerchantVouchesWithAttributes() throws Exception {
        String token =
                merchant(
                        claims().claim("name", "王")
                                .claim("level", 3)
                                .claim("nested", Map.of("a", "b"))
                                .audience("serai"));

        Vouched vouched = tokens.merchant("main", token);

        assertThat(vouched).isEqualTo(new Vouched("c-1", Map.of("name", "王", "level", "3")));
        assertThat(tokens.merchant("app", "shop", token).user()).isEqualTo("c-1");
    }

    @Test
    void anExpiredTokenIsToldFromAForgedOne() throws Exception {
        String expired = merchant(claims().expirationTime(Date.from(NOW.minusSeconds(1))));
        String forged = expired.substring(0, expired.length() - 4) + "AAAA";

        assertThat(refusal(expired).expired()).isTrue();
        assertThat(refusal(forged).expired()).isFalse();
    }

    @Test
    void algorithmsOtherThanHs256AreRefused() throws Exception {
        JWTClaimsSet claims = claims().build();
        SignedJWT hs512 = new SignedJWT(new JWSHeader(JWSAlgorithm.HS512), claims);
        hs512.sign(new MACSigner((MERCHANT + MERCHANT).getBytes(StandardCharsets.UTF_8)));
        SignedJWT rs256 = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims);
        rs256.sign(
                new RSASSASigner(
                        KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate()));
        String none = new PlainJWT(claims).serialize();
        String nonceCase =
                Base64URL.encode("{\"alg\":\"NoNe\"}")
                        + "."
                        + claims.toPayload().toBase64URL()
                        + ".";

        assertInvalid(hs512.serialize());
        assertInvalid(rs256.serialize());
        assertInvalid(none);
        assertInvalid(nonceCase);
    }

    @Test
    void whatTheMerchantsTokenLacksIsRefused() throws Exception {
        assertInvalid(merchant(claims().expirationTime(null)));
        assertInvalid(merchant(claims().expirationTime(Date.from(NOW.plusSeconds(90_000)))));
        assertInvalid(merchant(claims().subject(null)));
        assertInvalid(merchant(claims().subject(" ")));
        assertInvalid(merchant(claims().audience("somebody else")));
        assertInvalid(merchant(claims().notBeforeTime(Date.from(NOW.plusSeconds(600)))));
    }

    @Test
    void anAccountWithoutASecretVouchesForNobody() throws Exception {
        String token = merchant(claims());

        assertThatThrownBy(() -> tokens.merchant("other", token))
                .isInstanceOf(BadTokenException.class)
                .hasMessageContaining("serai.web.other.identity-secret");
    }

    @Test
    void aSecretTooShortToSignWithEndsTheStartByItsName() {
        AccountSettings accounts =
                new AccountSettings(
                        Map.of(), Map.of(), Map.of("shop", new Account("too short", List.of())));

        assertThatThrownBy(() -> tokens(SECRET, accounts, Clock.systemUTC()))
                .hasMessageStartingWith("serai.app.shop.identity-secret")
                .hasMessageContaining("32 bytes")
                .hasMessageNotContaining("too short");
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .subject("c-1")
                .expirationTime(Date.from(NOW.plusSeconds(3600)));
    }

    private static String merchant(JWTClaimsSet.Builder claims) throws JOSEException {
        SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims.build());
        jwt.sign(new MACSigner(MERCHANT.getBytes(StandardCharsets.UTF_8)));
        return jwt.serialize();
    }

    private void assertInvalid(String token) {
        assertThat(refusal(token).expired()).isFalse();
    }

    private BadTokenException refusal(String token) {
        BadTokenException refusal =
                catchThrowableOfType(BadTokenException.class, () -> tokens.merchant("main", token));
        assertThat(refusal).as("refusal of %.80s", token).isNotNull();
        return refusal;
    }

    private static Tokens at(Instant time) {
        return tokens(SECRET, "{noop}a", time);
    }

    private static Tokens tokens(String secret, String password, Instant time) {
        return tokens(secret, password, Clock.fixed(time, ZoneOffset.UTC));
    }

    private static Tokens tokens(String secret, String password, Clock clock) {
        return tokens(secret, accounts(password), Duration.ofDays(365), clock);
    }

    private static Tokens tokens(Duration visitor, Instant time) {
        return tokens(SECRET, accounts("{noop}a"), visitor, Clock.fixed(time, ZoneOffset.UTC));
    }

    private static AccountSettings accounts(String password) {
        return new AccountSettings(
                Map.of("agent1", new User(password, "小美", Set.of(Role.AGENT), List.of(), 5)),
                Map.of(
                        "main", new Account(MERCHANT, List.of()),
                        "other", new Account(null, List.of())),
                Map.of("shop", new Account(MERCHANT, List.of())));
    }

    private static Tokens tokens(String secret, AccountSettings accounts, Clock clock) {
        return tokens(secret, accounts, Duration.ofDays(365), clock);
    }

    private static Tokens tokens(
            String secret, AccountSettings accounts, Duration visitor, Clock clock) {
        SecuritySettings settings =
                new SecuritySettings(secret, Path.of("unused"), Duration.ofHours(12), visitor);
        return new Tokens(settings, accounts, new Directory(accounts), Secret.of(settings), clock);
    }
}
