package io.serai.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.serai.event.Event;
import io.serai.reload.BadFileException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/** What a customer is told of an event, or is not. */
class EventMessagesTest {

    /** Of the first customers would read the brace, the second nobody would ever be told. */
    @ParameterizedTest
    @CsvSource({
        "zh, 订单 {orderNo 已付款, 3, 'a { or } stands alone: a blank is such as {orderNo}'",
        "zh, 订单 orderNo} 已付款, 3, 'a { or } stands alone: a blank is such as {orderNo}'",
        "cn, 订单已付款, 1, 'language must be zh or en'"
    })
    void aFileThatWouldTellThemWrongIsRefused(
            String language, String text, int line, String message) {
        EventMessages messages = new EventMessages(Path.of("messages"));
        String file = "language: " + language + "\nmessages:\n  order.paid: '" + text + "'\n";

        assertThatThrownBy(() -> messages.apply(Map.of(Path.of("messages", "zh.yaml"), file)))
                .isInstanceOfSatisfying(
                        BadFileException.class, it -> assertThat(it.line()).isEqualTo(line))
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({
        "订单 {orderNo} 已付款, 订单 E1 已付款",
        "订单 {订单号} 已付款, 订单 甲1 已付款",
        "已付 {amount}, ''",
        "已付 {amount due}, ''",
        "已付 {paid} 元, 已付 99.90 元",
        "共 {total} 元, 共 10000000 元",
        "备注 {note}, 备注 $1 {orderNo} <b>"
    })
    void aBlankIsFilledWithAFieldOfWhateverNameOrNothingIsTold(String text, String told)
            throws Exception {
        EventMessages messages = new EventMessages(Path.of("messages"));
        String file = "language: zh\nmessages:\n  order.paid: '" + text + "'\n";
        messages.apply(Map.of(Path.of("messages", "zh.yaml"), file));
        var data =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("orderNo", "E1")
                        .put("订单号", "甲1")
                        .put("paid", new BigDecimal("99.90"))
                        .put("total", new BigDecimal("1.0E7"))
                        .put("note", "$1 {orderNo} <b>");
        Event event =
                new Event(
                        "1",
                        "/systems/erp",
                        "io.serai.order.paid",
                        "E1",
                        Instant.EPOCH,
                        null,
                        data);

        assertThat(messages.say(event, "zh").orElse("")).isEqualTo(told);
    }
}
