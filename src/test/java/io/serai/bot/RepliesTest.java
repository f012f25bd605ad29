package io.serai.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.reload.BadFileException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The bot's own words are live, and a mistake in them is named and changes nothing. */
class RepliesTest {

    private static final Path CHINESE = Path.of("zh.yaml");

    private final Replies replies = Live.replies();

    @Test
    void aChangedFileIsSpokenFromAtOnce() throws Exception {
        Map<Path, String> files = new HashMap<>(Live.files(replies));
        files.computeIfPresent(CHINESE, (path, text) -> text.replace("欢迎光临", "欢迎回来"));

        replies.apply(files);

        assertThat(replies.say(Phrase.WELCOME, Turns.saying("x"))).contains("欢迎回来");
    }

    @ParameterizedTest
    @CsvSource({
        "'  media: ','  mdia: ',the reply 'media' is missing",
        "'  media: ','  media: {who} ',Not YAML",
        "'  media: ','  media: 请{who}',nothing to fill {who} with",
        "'language: zh','language: fr','''language'' must be zh or en'",
        "'language: zh','language: en',is given by two files",
        "'order-status:','order-stat:',unknown field 'order-stat'",
    })
    void aMistakeIsRefused(String from, String to, String message) {
        Map<Path, String> files = new HashMap<>(Live.files(replies));
        files.computeIfPresent(CHINESE, (path, text) -> text.replace(from, to));

        assertThatThrownBy(() -> replies.apply(files))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining(message)
                .satisfies(e -> assertThat(((BadFileException) e).line()).isPositive());
        assertThat(replies.say(Phrase.WELCOME, Turns.saying("x"))).contains("欢迎光临");
    }

    @Test
    void whatIsFilledInIsNeverReadAsATemplate() {
        assertThat(replies.say(Phrase.ORDER_NOT_YOURS, "zh", Map.of("number", "$1{number}\\")))
                .contains("$1{number}\\");
    }

    @Test
    void aStatusNobodyNamedIsShownAsItCame() {
        assertThat(replies.status("SHIPPED", "zh")).isEqualTo("已发货，正在路上");
        assertThat(replies.status("LOST", "zh")).isEqualTo("LOST");
    }
}
