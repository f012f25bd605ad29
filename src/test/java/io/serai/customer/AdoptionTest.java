package io.serai.customer;

import static io.serai.customer.People.web;
import static io.serai.customer.People.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.event.Address;
import io.serai.store.LedgerOnDisk;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/**
 * What was named a customer before there were links, or just before a crash, is linked at a start.
 */
class AdoptionTest {

    private static final Address WEB = web("C1");
    private static final Address WECHAT = wechat("openid-1");

    @TempDir private Path folder;
    private People people;

    @BeforeEach
    void open() {
        people = new People(openStore());
        List.of(WEB, WECHAT).forEach(people::met);
        people.store.commit(
                page -> {
                    page.belongs(WEB.conversation(), "C1");
                    page.belongs(WECHAT.conversation(), "C1");
                    return true;
                });
    }

    LedgerOnDisk openStore() {
        return new LedgerOnDisk(folder);
    }

    @AfterEach
    void close() {
        people.close();
    }

    @Test
    void everyNamedConversationIsLinkedOnce() {
        Adoption adoption = new Adoption(people.store.sql(), people.identity);

        assertThat(adoption.run()).isEqualTo(2);
        assertThat(adoption.run()).isZero();
        assertThat(people.customer(WEB)).isEqualTo(people.customer(WECHAT));
        assertThat(people.codes(WECHAT)).containsExactly("C1");
    }

    @Test
    void whatAnAgentUnlinkedIsNotLinkedAgain() {
        Adoption adoption = new Adoption(people.store.sql(), people.identity);
        adoption.run();
        people.decisions.unlink("mei", people.customer(WEB), WECHAT.conversation());

        assertThat(adoption.run()).isZero();
        assertThat(people.isAnybodys(WECHAT)).isFalse();
    }
}
