package io.serai.customer;

import static io.serai.customer.People.douyin;
import static io.serai.customer.People.web;
import static io.serai.customer.People.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.event.Address;
import io.serai.store.LedgerOnDisk;
import io.serai.store.Refusal;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/** A merge can be undone, and the log alone makes everything again. */
class MergeTest {

    private static final Address WEB = web("C1");
    private static final Address WECHAT = wechat("openid-1");
    private static final Address MINI = wechat("openid-2");
    private static final Address DOUYIN = douyin("d-1");
    private static final Address LATER = douyin("d-2");

    @TempDir private Path folder;
    private People people;
    private String one;
    private String two;

    @BeforeEach
    void open() {
        people = new People(openStore());
        List.of(WEB, WECHAT, MINI, DOUYIN, LATER).forEach(people::met);
        people.signedIn(WEB, "C1");
        people.unionid(WECHAT, "u1");
        one = people.customer(WEB);
        two = people.customer(WECHAT);
    }

    LedgerOnDisk openStore() {
        return new LedgerOnDisk(folder);
    }

    @AfterEach
    void close() {
        people.close();
    }

    @Test
    void undoingAMergeGivesEachWhatWasTheirsAndWhatCameSinceByItsOwnEvidence() {
        people.decisions.merge("mei", one, two);
        assertThat(people.codes(WECHAT)).containsExactly("C1");
        people.unionid(MINI, "u1");
        people.signedIn(DOUYIN, "C1");
        assertThat(people.customer(MINI)).isEqualTo(one);

        people.decisions.unmerge("mei", one, two);

        assertThat(List.of(WEB, DOUYIN)).allMatch(it -> people.customer(it).equals(one));
        assertThat(List.of(WECHAT, MINI)).allMatch(it -> people.customer(it).equals(two));
        assertThat(people.codes(WECHAT)).isEmpty();
        assertThat(people.codes(DOUYIN)).containsExactly("C1");
    }

    @Test
    void aMergeAndItsUndoingLeaveTheCustomersExactlyAsTheyWere() {
        var before = people.tables();

        people.decisions.merge("mei", one, two);
        people.decisions.unmerge("mei", one, two);

        var after = people.tables();
        before.keySet().removeAll(List.of("customer_apart", "customer_log"));
        after.keySet().removeAll(List.of("customer_apart", "customer_log"));
        assertThat(after).isEqualTo(before);
    }

    @Test
    void whoAnAgentTookApartIsNotMadeOneAgainByEvidence() {
        people.identity.confirmed(WECHAT, null, "C1", null);
        assertThat(people.customer(WECHAT)).isEqualTo(one);

        people.decisions.unmerge("mei", one, two);
        People otherNode = new People(people.store);
        otherNode.unionid(MINI, "u1");
        otherNode.identity.confirmed(MINI, null, "C1", null);

        assertThat(people.log()).containsOnlyOnce("merged");
        assertThat(people.customer(WECHAT)).isEqualTo(two);
    }

    @Test
    void whomAnAgentTookApartIsToldNoneOfTheOthersOrdersWhateverTheCrmSays() {
        people.identity.confirmed(WECHAT, null, "C1", null);
        assertThat(people.codes(WECHAT)).containsExactly("C1");

        people.decisions.unmerge("mei", one, two);

        assertThat(people.codes(WECHAT)).isEmpty();
        assertThat(people.toldOrders(WECHAT, "C1")).isEqualTo("null");
        assertThat(people.toldOrders(WEB, "C1")).isEqualTo("[\"C1\"]");
    }

    @Test
    void whomAnAgentUnlinkedIsNotLedBackByWhatAnotherConversationProves() {
        people.signedIn(LATER, "C1");
        people.decisions.unlink("mei", one, LATER.conversation());
        people.unionid(LATER, "u1");
        assertThat(people.customer(LATER)).isEqualTo(two);

        people.identity.confirmed(WECHAT, null, "C1", null);

        assertThat(people.codes(LATER)).isEmpty();
        assertThat(people.log()).doesNotContain("merged");
        assertThat(people.customers.suggestions(WECHAT.conversation()))
                .extracting(Customer.Suggestion::customer)
                .containsExactly(one);
    }

    @Test
    void mergesOverMergesAreUndoneOneByOne() {
        people.signedIn(DOUYIN, "C3");
        String three = people.customer(DOUYIN);
        people.decisions.merge("mei", one, two);
        people.decisions.merge("mei", three, one);
        assertThat(people.codes(WECHAT)).containsExactly("C1", "C3");

        people.decisions.unmerge("mei", three, one);

        assertThat(people.customer(WECHAT)).isEqualTo(one);
        assertThat(people.codes(DOUYIN)).containsExactly("C3");
        assertThatThrownBy(() -> people.decisions.unmerge("mei", three, one))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void theLogAloneMakesTheSameStateAgain() {
        people.decisions.merge("mei", one, two);
        people.unionid(MINI, "u1");
        people.identity.confirmed(DOUYIN, null, "C3", "13800138000");
        people.decisions.merge("mei", people.customer(DOUYIN), one);
        people.decisions.unmerge("mei", people.customer(DOUYIN), one);
        people.decisions.unlink("mei", one, MINI.conversation());
        people.decisions.customer("mei", LATER.conversation());
        var before = people.tables();
        people.store.sql().sql("delete from customer_link").update();
        people.store.sql().sql("update customer set root = id").update();

        int steps = people.rebuild.run("admin");

        assertThat(steps).isEqualTo(people.log().size());
        assertThat(people.tables()).isEqualTo(before);
    }
}
