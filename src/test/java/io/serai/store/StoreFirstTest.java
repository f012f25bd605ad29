package io.serai.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.support.GenericApplicationContext;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;

class StoreFirstTest {

    @TempDir Path folder;

    private final GenericApplicationContext context = new GenericApplicationContext();

    @Test
    void theStoreIsOpenWithItsTablesBeforeAnyBeanAsks() throws Exception {
        settings("serai.store.url=jdbc:h2:file:" + folder.resolve("serai"));

        new StoreFirst().initialize(context);

        Opening opening = opening();
        opening.tables();
        try (Connection first = opening.first();
                ResultSet tables = first.getMetaData().getTables(null, null, "event", null)) {
            assertThat(tables.next()).isTrue();
        }
    }

    @Test
    void whoAsksGetsTheFailure() {
        settings(
                "serai.store.url=jdbc:postgresql://localhost:1/serai", "serai.store.start-wait=0s");

        new StoreFirst().initialize(context);

        assertThatThrownBy(() -> opening().first())
                .isInstanceOf(StoreUnusable.class)
                .hasMessageContaining("could not be reached");
        assertThatThrownBy(() -> opening().tables()).isInstanceOf(StoreUnusable.class);
    }

    @Test
    void settingsOfFlywaysOwnAreLeftToItsOwnTime() {
        settings("spring.flyway.table=history");

        new StoreFirst().initialize(context);

        assertThat(context.getBeanFactory().containsSingleton("storeOpening")).isFalse();
    }

    @Test
    void aSettingThatCannotBeReadIsToldOfByWhoNeedsIt() {
        settings("serai.store.connections=many");

        new StoreFirst().initialize(context);

        assertThat(context.getBeanFactory().containsSingleton("storeOpening")).isFalse();
    }

    private void settings(String... pairs) {
        TestPropertyValues.of(pairs).applyTo(context);
    }

    private Opening opening() {
        return (Opening) context.getBeanFactory().getSingleton("storeOpening");
    }
}
