package io.serai.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.nio.file.Path;
import java.util.List;

/** What platforms gave the hub, as a thief of the database would find it. */
class PlatformTokensTest {

    private static final String NAME = "douyin/main";
    private static final String TOKENS = "{\"access\":\"act.1\",\"refresh\":\"rft.1\"}";
    private static final String OLD = "an old key of more than 32 characters";
    private static final String NEW = "a new key that is longer than 32 characters";

    @TempDir private Path folder;
    private LedgerOnDisk store;

    @BeforeEach
    void open() {
        store = new LedgerOnDisk(folder);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void withAKeyTheStoreHasNothingToRead() {
        tokens(null, NEW).save(NAME, TOKENS);

        assertThat(row()).startsWith("gcm:").doesNotContain("act.1", "rft.1", NEW);
        assertThat(tokens(null, NEW).load(NAME)).contains(TOKENS);
        String first = row();
        tokens(null, NEW).save(NAME, TOKENS);
        assertThat(row()).as("sealed anew each time").isNotEqualTo(first);
    }

    @Test
    void theSecretThatEveryNodeHasIsAKeyToo() {
        tokens(NEW).save(NAME, TOKENS);

        assertThat(row()).startsWith("gcm:");
        assertThat(tokens(NEW).load(NAME)).contains(TOKENS);
        assertThat(tokens("a new secret of the hub's, 32 and more", NEW).load(NAME))
                .as("after another secret was set")
                .contains(TOKENS);
    }

    @Test
    void aNewKeySealsFromNowOnAndTheOldOneStillOpens() {
        tokens(null, OLD).save(NAME, TOKENS);

        PlatformTokens rotated = tokens(null, NEW, OLD);
        assertThat(rotated.load(NAME)).contains(TOKENS);
        rotated.save(NAME, TOKENS);

        assertThat(tokens(null, NEW).load(NAME)).contains(TOKENS);
        assertThatThrownBy(() -> tokens(null, OLD).load(NAME))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("serai.security.store-keys")
                .hasMessageNotContaining("act.1");
    }

    @Test
    void whatIsThereAsItWasIsReadAndSealedWhenItIsNextSaved() {
        tokens(null).save(NAME, TOKENS);
        assertThat(row()).isEqualTo(TOKENS);

        PlatformTokens sealing = tokens(null, NEW);
        assertThat(sealing.load(NAME)).contains(TOKENS);
        sealing.save(NAME, TOKENS);

        assertThat(row()).startsWith("gcm:");
    }

    @Test
    void nobodyPutsTheTokensOfOneAccountInTheNamesOfAnother() {
        tokens(null, NEW).save(NAME, TOKENS);
        sql().sql("update platform_token set name = 'douyin/other'").update();

        assertThatThrownBy(() -> tokens(null, NEW).load("douyin/other"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("douyin/other");
    }

    @Test
    void aNodeWithoutTheKeyDoesNotReplaceWhatItCannotRead() {
        tokens(null, NEW).save(NAME, TOKENS);

        assertThatThrownBy(() -> tokens(null).save(NAME, "{}"))
                .isInstanceOf(IllegalStateException.class);

        assertThat(tokens(null, NEW).load(NAME)).contains(TOKENS);
    }

    @Test
    void aNodeWithoutTheKeyDoesNotStart() {
        tokens(null, NEW).save(NAME, TOKENS);
        tokens(null, NEW).afterPropertiesSet();

        assertThatThrownBy(() -> tokens(OLD).afterPropertiesSet())
                .isInstanceOf(StoreUnusable.class)
                .hasMessageContaining("serai.security.store-keys")
                .hasMessageContaining("serai.security.secret");
    }

    @Test
    void aShortKeyIsRefusedByName() {
        assertThatThrownBy(() -> new SealSettings(null, List.of("short")))
                .hasMessageContaining("serai.security.store-keys")
                .hasMessageContaining("32");
    }

    private PlatformTokens tokens(
            @org.jspecify.annotations.Nullable String secret, String... keys) {
        return store.platformTokens(new SealSettings(secret, List.of(keys)).seal());
    }

    private String row() {
        return sql().sql("select content from platform_token").query(String.class).single();
    }

    private JdbcClient sql() {
        return JdbcClient.create(store.source());
    }
}
