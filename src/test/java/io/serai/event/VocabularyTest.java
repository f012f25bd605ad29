package io.serai.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;

/** What events there can be is known, and nothing else passes for one. */
class VocabularyTest {

    @Test
    void everyTypeOfTheHubsOwnIsInIt() {
        List<String> named =
                Arrays.stream(Types.class.getFields()).map(VocabularyTest::value).toList();

        List<String> known = new Vocabulary(List.of("order.paid", "order.shipped")).known();

        assertThat(named).filteredOn(it -> !it.equals(Types.AGENT_PRESENCE)).isSubsetOf(known);
    }

    @Test
    void aBeginningIsOneOfATypeThereIs() {
        Vocabulary words = new Vocabulary(List.of("order.paid", "loyalty.*"));

        assertThat(List.of("io.serai.", "io.serai.message.", "io.serai.order.paid"))
                .allMatch(words::mayBegin);
        assertThat(List.of("io.serai.loy", "io.serai.loyalty.", "io.serai.loyalty.level"))
                .allMatch(words::mayBegin);
        assertThat(List.of("order.paid", "io.serai.oder.paid", "io.serai.order.paid.late", "x"))
                .noneMatch(words::mayBegin);
    }

    @Test
    void whereAllIsTakenAllMayBe() {
        Vocabulary words = new Vocabulary(List.of("*"));

        assertThat(words.mayBegin("io.serai.club.joined")).isTrue();
        assertThat(words.mayBegin("club.joined")).isFalse();
    }

    private static String value(Field field) {
        try {
            return (String) field.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
