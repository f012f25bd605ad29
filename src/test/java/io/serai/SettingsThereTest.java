package io.serai;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

/** A hub that is started in another folder than its own. */
@Beside
class SettingsThereTest {

    @Test
    void doesNotOpenWithAnEmptyStoreAndNoneOfItsSettings() {
        MockEnvironment elsewhere = new MockEnvironment();
        elsewhere.setProperty("serai.store.url", "jdbc:h2:file:./data/serai");

        assertThatThrownBy(() -> SettingsThere.check(elsewhere))
                .hasMessageStartingWith("serai.")
                .hasMessageContaining("config/application.yaml");
    }

    @Test
    void opensWhereverItsSettingsAre() {
        MockEnvironment own = new MockEnvironment();
        own.setProperty("camel.component.platform-http.header-filter-strategy", "#edgeHeaders");

        assertThatNoException().isThrownBy(() -> SettingsThere.check(own));
    }
}
