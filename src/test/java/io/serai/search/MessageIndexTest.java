package io.serai.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.event.Content;
import io.serai.event.Ids;
import io.serai.event.Message;
import io.serai.event.Sender;
import io.serai.event.Status;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/** What is looked for is found, in Chinese and otherwise, the latest first. */
class MessageIndexTest {

    private static final String HERE = new UUID(1, 1).toString();
    private static final String THERE = new UUID(2, 2).toString();

    @TempDir private Path folder;
    private MessageIndex index;
    private long seq;

    @BeforeEach
    void open() throws IOException {
        index = new MessageIndex(folder);
    }

    @AfterEach
    void close() throws IOException {
        index.close();
    }

    @ParameterizedTest
    @CsvSource({
        "退货",
        "可以退货",
        "货",
        "吗",
        "ZIPPER",
        "e20260000000001",
        "订单 退货",
        "退货 订单",
        "ｚｉｐｐｅｒ",
    })
    void wordsAreFoundWhereverTheyStand(String asked) throws IOException {
        say(HERE, new Content.Text("你好，订单 E20260000000001 的 zipper 坏了，可以退货吗？"));

        assertThat(found(asked)).containsExactly(1L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"货退", "退订", "zip", "E2026", "换货 订单"})
    void whatIsNotSaidIsNotFound(String asked) throws IOException {
        say(HERE, new Content.Text("你好，订单 E20260000000001 的 zipper 坏了，可以退货吗？"));

        assertThat(found(asked)).isEmpty();
    }

    @Test
    void whatStandsInCardsLinksFilesAndTranscriptsIsFoundToo() throws IOException {
        say(HERE, new Content.Card("product", "羊毛大衣", Map.of("颜色", "藏青")));
        say(HERE, new Content.Link("退货说明", "如何申请", "https://shop.example/r", null));
        say(HERE, new Content.File(null, "m1", "发票.pdf", 1));
        say(HERE, new Content.Voice(null, "m2", "amr", "我要投诉"));
        say(HERE, new Content.Image(null, "m3", 0, 0));

        assertThat(found("大衣")).containsExactly(1L);
        assertThat(found("藏青")).containsExactly(1L);
        assertThat(found("如何")).containsExactly(2L);
        assertThat(found("发票")).containsExactly(3L);
        assertThat(found("投诉")).containsExactly(4L);
    }

    @Test
    void theLatestComeFirstAndPageByPageEachComesOnce() throws IOException {
        for (int i = 0; i < 25; i++) {
            say(i % 2 == 0 ? HERE : THERE, new Content.Text("退货 " + i));
            if (i % 7 == 0) {
                found("退货"); // makes another segment
            }
        }

        List<Long> seen = new ArrayList<>();
        UUID before = null;
        List<MessageIndex.Hit> page;
        do {
            page = find("退货", before, 4);
            page.forEach(hit -> seen.add(hit.seq()));
            before = page.isEmpty() ? before : page.getLast().id();
        } while (page.size() == 4);

        assertThat(seen).hasSize(25).doesNotHaveDuplicates();
        assertThat(seen).isSortedAccordingTo((one, other) -> Long.compare(other, one));
    }

    @Test
    void aSegmentIsOnlyMadeForWhoSearches() throws IOException {
        say(HERE, new Content.Text("退货"));
        index.refresh();
        assertThat(segments()).isEmpty();

        assertThat(found("退货")).containsExactly(1L);
        assertThat(segments()).isNotEmpty();
    }

    @Test
    void oneConversationCanBeSearchedAlone() throws IOException {
        say(HERE, new Content.Text("退货"));
        say(THERE, new Content.Text("退货"));
        index.refresh();

        assertThat(index.find(Words.query("退货").orElseThrow(), THERE, null, 10))
                .extracting(MessageIndex.Hit::conversation, MessageIndex.Hit::seq)
                .containsExactly(org.assertj.core.api.Assertions.tuple(THERE, 2L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "？！", "\""})
    void nothingToLookForIsNoQuery(String asked) {
        assertThat(Words.query(asked)).isEmpty();
    }

    private void say(String conversation, Content content) throws IOException {
        seq++;
        // Ids of one millisecond come in any order: each message gets one of its own.
        String id = new UUID((Instant.now().toEpochMilli() + seq) << 16 | 7 << 12, seq).toString();
        assertThat(id).hasSameSizeAs(Ids.next());
        index.add(
                new Message(
                        id,
                        conversation,
                        seq,
                        Sender.customer("c", null),
                        content,
                        Instant.now(),
                        null,
                        null,
                        Status.DELIVERED,
                        null));
    }

    private List<String> segments() {
        return Stream.of(Objects.requireNonNull(folder.toFile().list()))
                .filter(file -> file.endsWith(".si"))
                .toList();
    }

    private List<Long> found(String asked) throws IOException {
        return find(asked, null, 10).stream().map(MessageIndex.Hit::seq).toList();
    }

    private List<MessageIndex.Hit> find(String asked, UUID before, int limit) throws IOException {
        index.refresh();
        return index.find(Words.query(asked).orElseThrow(), null, before, limit);
    }
}
