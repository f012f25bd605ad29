package io.serai.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.event.Vocabulary;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;

/** What nobody will ever be sent cannot be subscribed to. */
class WebhookRequestTest {

    private static final Vocabulary WORDS = new Vocabulary(List.of("order.paid", "loyalty.*"));

    @ParameterizedTest
    @ValueSource(strings = {"order.paid", "io.serai.oder.paid", "io.serai.order.paid.", "*"})
    void aTypeThatNoEventHasIsRefusedWithFieldValueAndWhatThereIs(String type) {
        assertThatThrownBy(() -> types("io.serai.message.", type))
                .isInstanceOf(WebhookRequest.Bad.class)
                .hasMessageContaining("types")
                .hasMessageContaining("\"" + type + "\"")
                .hasMessageContaining("io.serai.order.paid")
                .hasMessageContaining("io.serai.loyalty.*")
                .hasMessageContaining("serai.events.types");
    }

    @ParameterizedTest
    @ValueSource(strings = {"24", "0", "-1s", "31d", "soon"})
    void anOverlapWithoutAUnitOrOutOfBoundsIsRefused(String overlap) {
        assertThatThrownBy(() -> WebhookRequest.overlap(overlap, Duration.ofHours(24)))
                .hasMessageContaining("overlap must be such as 24h or 0s");
    }

    @Test
    void beginningsOfTypesThereCanBeAreTakenAndSoIsNone() {
        assertThat(types("io.serai.message.", "io.serai.loyalty.level", "io.serai.message."))
                .containsExactly("io.serai.message.", "io.serai.loyalty.level");
        assertThat(types()).isEmpty();
    }

    @Test
    void whatIsLeftOutStaysAsItWasThoughItWouldNotBeTakenToday() {
        var request = new WebhookRequest(null, null, null, null, null);

        assertThat(request.types(List.of("io.serai.gone.by"), WORDS))
                .containsExactly("io.serai.gone.by");
    }

    private static List<String> types(String... types) {
        return new WebhookRequest(null, null, List.of(types), null, null).types(List.of(), WORDS);
    }
}
