package io.serai.gateway.crm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.gateway.RefusedException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;

class SoqlTest {

    @Test
    void aTextCannotEndBeforeItsEnd() {
        assertThat(of("{key}", "张三")).isEqualTo("'张三'");
        assertThat(of("{key}", "' OR Name != '")).isEqualTo("'\\' OR Name != \\''");
        assertThat(of("{key}", "\\' OR Name != \\'")).isEqualTo("'\\\\\\' OR Name != \\\\\\''");
        assertThat(of("{key}", "a\nb\r\tc\"")).isEqualTo("'a\\nb\\r\\tc\\\"'");
        assertThat(of("{key}", "{key} $1")).isEqualTo("'{key} $1'");
        assertThatThrownBy(() -> of("{key}", "a\u0000")).hasMessage("key has a control character");
    }

    @Test
    void whatHasAFormIsHeldToIt() {
        assertThat(of("{key:id}", "0035g00000FAKE1AAA")).isEqualTo("'0035g00000FAKE1AAA'");
        assertThat(of("{key:time}", "2026-11-21T08:00:00.123456Z"))
                .isEqualTo("2026-11-21T08:00:00.123Z");
        assertThat(of("{key:number}", -7)).isEqualTo("-7");
    }

    @ParameterizedTest
    @CsvSource({
        "id,     0035g00000FAKE, key must be an id of 15 or 18 letters and digits",
        "id,     0035g00000FAKE1AA', key must be an id of 15 or 18 letters and digits",
        "time,   TODAY,          key must be an instant such as 2026-11-21T08:00:00Z",
        "number, 1 OR 1=1,       key must be a whole number",
    })
    void whatHasNotIsRefused(String kind, String value, String words) {
        assertThatThrownBy(() -> of("{key:" + kind + "}", value))
                .isInstanceOf(RefusedException.class)
                .hasMessage(words);
    }

    @Test
    void aValueThatIsMissingAndAQueryThatIsTooLongAreRefused() {
        assertThatThrownBy(() -> Soql.of("{name}", Map.of()))
                .hasMessage("the query needs a value for name");
        assertThatThrownBy(() -> of("{key}", "x".repeat(4000)))
                .hasMessage("the query is longer than 4000 characters");
    }

    private static String of(String template, Object value) {
        return Soql.of(template, Map.of("key", value));
    }
}
