package io.serai.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.http.HttpServletRequest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.web.firewall.RequestRejectedException;

/** What may stand in a header. */
class FirewallTest {

    private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/");

    @Test
    void anyLanguageIsReadInAHeader() {
        request.addHeader("X-City", "上海");

        assertThat(walled().getHeader("X-City")).isEqualTo("上海");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\rb", "a\nb", "a\0b"})
    void whatEndsAHeaderIsNotReadInOne(String value) {
        request.addHeader("X-City", value);

        assertThatThrownBy(() -> walled().getHeader("X-City"))
                .isInstanceOf(RequestRejectedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X\tCity", "X\u0001City", "X\u0378City"})
    void aNameIsReadableCharacters(String name) {
        request.addHeader(name, "Shanghai");

        assertThatThrownBy(() -> walled().getHeader(name))
                .isInstanceOf(RequestRejectedException.class);
    }

    private HttpServletRequest walled() {
        return new AccessConfiguration().firewall().getFirewalledRequest(request);
    }
}
