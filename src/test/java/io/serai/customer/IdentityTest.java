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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class IdentityTest {

    private static final Address PHONE_APP = new Address("app", "main", "C1");
    private static final Address WEB = web("C1");
    private static final Address WECHAT = wechat("openid-1");
    private static final Address MINI = new Address("wechat-mini", "main", "openid-9");
    private static final Address DOUYIN = douyin("d-1");

    @TempDir private Path folder;
    private People people;

    @BeforeEach
    void open() {
        people = new People(openStore());
        List.of(PHONE_APP, WEB, WECHAT, MINI, DOUYIN).forEach(people::met);
    }

    LedgerOnDisk openStore() {
        return new LedgerOnDisk(folder);
    }

    @AfterEach
    void close() {
        people.close();
    }

    @Test
    void strongEvidenceLinksConversationsOfOneCustomer() {
        people.signedIn(WEB, "C1");
        people.signedIn(PHONE_APP, "C1");
        people.unionid(WECHAT, "u1");
        people.unionid(MINI, "u1");

        assertThat(people.customer(PHONE_APP)).isEqualTo(people.customer(WEB));
        assertThat(people.customer(MINI)).isEqualTo(people.customer(WECHAT));
        assertThat(people.customer(WECHAT)).isNotEqualTo(people.customer(WEB));
        assertThat(people.log()).containsOnly("linked");
    }

    @Test
    void whoHasNoNameOnTheChannelIsCalledAsTheCrmDoes() {
        people.identity.called(WECHAT, "张三");
        people.identity.called(WECHAT, "somebody else");

        assertThat(people.name(WECHAT)).isEqualTo("张三");
        assertThat(people.name(MINI)).isNull();
    }

    @Test
    void theSameAgainChangesNothing() {
        people.signedIn(WEB, "C1");
        var before = people.tables();

        people.signedIn(WEB, "C1");
        new People(people.store).signedIn(WEB, "C1");

        assertThat(people.tables()).isEqualTo(before);
        assertThat(people.log()).containsExactly("linked");
    }

    @Test
    void aConversationThatIsOfTwoCustomersMakesThemOneAndTheOneWithACodeStays() {
        people.unionid(WECHAT, "u1");
        people.unionid(MINI, "u1");
        people.signedIn(WEB, "C1");
        String known = people.customer(WEB);

        people.identity.confirmed(WECHAT, null, "C1", null);

        assertThat(people.customer(MINI)).isEqualTo(known);
        assertThat(people.codes(MINI)).containsExactly("C1");
        assertThat(people.log()).endsWith("linked", "merged");
    }

    @Test
    void twoCodesOfTheMerchantsAreNeverMadeOneButSuggested() {
        people.unionid(WECHAT, "u1");
        people.identity.confirmed(WECHAT, null, "C1", null);
        people.signedIn(DOUYIN, "C2");

        people.unionid(DOUYIN, "u1");

        assertThat(people.codes(WECHAT)).containsExactly("C1");
        assertThat(people.codes(DOUYIN)).containsExactly("C2");
        assertThat(people.customers.suggestions(DOUYIN.conversation()))
                .singleElement()
                .satisfies(
                        it -> {
                            assertThat(it.customer()).isEqualTo(people.customer(WECHAT));
                            assertThat(it.because()).isEqualTo("unionid");
                        });
    }

    @Test
    void aUnionidOfAnotherOpenPlatformIsAnotherPersons() {
        people.unionid(WECHAT, "u1");
        people.identity.verified(MINI, Map.of("unionid", "u1", "open-platform", "franchise"));
        people.identity.verified(DOUYIN, Map.of("unionid", "u1"));

        assertThat(people.customer(MINI)).isNotEqualTo(people.customer(WECHAT));
        assertThat(people.isAnybodys(DOUYIN)).isFalse();
    }

    @Test
    void aPhoneNumberSomebodyWroteIsASuggestionAndNeverALink() {
        people.identity.confirmed(WEB, null, "C1", "+86 138-0013-8000");

        people.identity.wrote(WECHAT, "我的手机号是13800138000，帮我查订单");

        assertThat(people.isAnybodys(WECHAT)).isFalse();
        assertThat(people.codes(WECHAT)).isEmpty();
        assertThat(people.customers.suggestions(WECHAT.conversation()))
                .extracting(Customer.Suggestion::customer, Customer.Suggestion::because)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(people.customer(WEB), "phone"));
        assertThat(people.tables().toString())
                .doesNotContain("13800138000")
                .contains("138****8000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "电话１３８００１３８０００",
                "＋86 138 0013 8000",
                "0086-138-0013-8000",
                "(+86)138\u00a00013\u00a08000",
                "微信同号:8613800138000"
            })
    void aPhoneNumberIsTheSameHoweverItIsWritten(String text) {
        people.identity.confirmed(WEB, null, "C1", "13800138000");

        people.identity.wrote(WECHAT, text);

        assertThat(people.customers.suggestions(WECHAT.conversation()))
                .extracting(Customer.Suggestion::customer)
                .containsExactly(people.customer(WEB));
    }

    @Test
    void aSuggestionThatAnAgentDismissedIsNotMadeAgain() {
        people.identity.confirmed(WEB, null, "C1", "13800138000");
        people.identity.wrote(WECHAT, "13800138000");

        people.decisions.dismiss("mei", people.customer(WEB), WECHAT.conversation());
        new People(people.store).identity.wrote(WECHAT, "13800138000");

        assertThat(people.customers.suggestions(WECHAT.conversation())).isEmpty();
    }

    @Test
    void anAgentLinksAndUnlinksAndNothingAutomaticOverrulesThat() {
        people.signedIn(WEB, "C1");
        people.decisions.link("mei", people.customer(WEB), WECHAT.conversation());
        people.unionid(WECHAT, "u1");
        people.unionid(MINI, "u1");
        assertThat(people.codes(MINI)).containsExactly("C1");

        people.decisions.unlink("mei", people.customer(WEB), MINI.conversation());
        new People(people.store).unionid(MINI, "u1");

        assertThat(people.isAnybodys(MINI)).isFalse();
        assertThat(people.codes(MINI)).isEmpty();
        assertThat(people.codes(WECHAT)).containsExactly("C1");
        assertThat(people.log())
                .containsExactly("linked", "linked", "linked", "linked", "unlinked");
    }

    @Test
    void theCodeOfWhomAnAgentSaysItIsNotIsNoneOfTheirsWhateverTheCrmSays() {
        people.signedIn(WEB, "C1");
        assertThat(people.toldOrders(WECHAT, "C1")).isEqualTo("[\"C1\"]");

        people.decisions.unlink("mei", people.customer(WEB), WECHAT.conversation());

        assertThat(people.toldOrders(WECHAT, "C1")).isEqualTo("null");
        assertThat(people.toldOrders(WEB, "C1")).isEqualTo("[\"C1\"]");
    }

    @Test
    void whatTheCrmSaysNoMoreOfSomebodyIsNoLongerTheirs() {
        assertThat(people.toldOrders(WECHAT, "C1")).isEqualTo("[\"C1\"]");

        assertThat(people.toldOrders(WECHAT, "C2")).isEqualTo("[\"C2\"]");
    }

    @Test
    void theMerchantsSignedIdStaysTheirsWhateverElseTheCrmCallsThem() {
        people.identity.confirmed(WEB, "C1", "A7", null);

        assertThat(people.toldOrders(WEB, "A7")).isEqualTo("[\"A7\",\"C1\"]");
        assertThat(people.toldOrders(WEB, "A8")).isEqualTo("[\"A8\",\"C1\"]");
    }

    @Test
    void nothingAutomaticOverrulesAnAgentWhoUnlinksTheOnlyConversation() {
        people.unionid(WECHAT, "u1");
        people.toldOrders(WECHAT, "C1");
        String customer = people.customer(WECHAT);

        people.decisions.unlink("mei", customer, WECHAT.conversation());

        assertThat(new People(people.store).toldOrders(WECHAT, "C1")).isEqualTo("null");
        assertThat(people.codes(WECHAT)).isEmpty();
        people.signedIn(WEB, "C1");
        assertThat(people.customer(WEB)).isEqualTo(customer);
        people.unionid(WEB, "u1");
        assertThat(people.codes(WECHAT)).isEmpty();
        var before = people.tables();
        people.rebuild.run("admin");
        assertThat(people.tables()).isEqualTo(before);
    }

    @Test
    void whatIsAlsoKnownFromAnotherConversationOutlivesTheUnlinkingOfTheFirst() {
        people.signedIn(WEB, "C1");
        people.unionid(WECHAT, "u1");
        people.identity.confirmed(WECHAT, null, "C1", null);

        people.decisions.unlink("mei", people.customer(WEB), WEB.conversation());
        people.signedIn(PHONE_APP, "C1");

        assertThat(people.codes(WECHAT)).containsExactly("C1");
        assertThat(people.customer(PHONE_APP)).isEqualTo(people.customer(WECHAT));
    }

    @Test
    void aConversationOfAnotherCustomerIsNotTakenAwayByALink() {
        people.signedIn(WEB, "C1");
        people.signedIn(DOUYIN, "C2");

        assertThatThrownBy(
                        () ->
                                people.decisions.link(
                                        "mei", people.customer(WEB), DOUYIN.conversation()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("another customer");
        assertThat(people.codes(DOUYIN)).containsExactly("C2");
    }

    @Test
    void businessEventsFindAllConversationsOfACode() {
        people.signedIn(WEB, "C1");
        people.decisions.link("mei", people.customer(WEB), WECHAT.conversation());

        assertThat(people.store.conversations().ofCustomer("C1"))
                .extracting(it -> it.id())
                .containsExactlyInAnyOrder(WEB.conversation(), WECHAT.conversation());

        people.decisions.unlink("mei", people.customer(WEB), WECHAT.conversation());
        assertThat(people.store.conversations().ofCustomer("C1"))
                .extracting(it -> it.id())
                .containsExactly(WEB.conversation());
    }
}
