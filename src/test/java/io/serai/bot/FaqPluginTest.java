package io.serai.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.reload.BadFileException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The shipped FAQ: what customers really write finds its answer, and other talk does not. */
class FaqPluginTest {

    private static final double THRESHOLD = 0.5;

    private final FaqPlugin faq = Live.faq();

    @ParameterizedTest
    @CsvSource({
        "亲，我昨天拍的裙子啥时候能发货呀,shipping-time",
        "请问下单之后大概几天发货？,shipping-time",
        "满多少可以包邮啊,shipping-fee",
        "邮费要多少钱,shipping-fee",
        "地址写错了，能帮我改一下吗,change-address",
        "我的订单怎么改地址,change-address",
        "我想取消刚才的订单,cancel-order",
        "你好，能给我开个发票吗,invoice",
        "发票去哪里下载呢,invoice",
        "一直支付失败是什么原因,payment-failure",
        "优惠卷为什么用不了啊,coupon",
        "你们客服几点上班,contact",
        "支持7天无理由退货吗,return-policy",
        "买回来不喜欢，可以退货吗,return-policy",
        "几天内能退货,return-policy",
        "退款大概多久能到账,refund-time",
        "退的钱什么时候到账,refund-time",
        "尺码不合适能不能换,size-exchange",
        "有没有运费险呀,freight-insurance",
        "收到货发现是坏的,damaged-goods",
        "杯子收到就碎了怎么办,damaged-goods",
        "这个保修多长时间,warranty",
        "how long will the delivery take?,shipping-time-en",
        "what's your return policy,return-policy-en",
        "when do I get my refund,refund-time-en",
        "my coupon doesn't work,coupon-en",
        "the item arrived broken,damaged-goods-en",
    })
    void paraphrasesFindTheirAnswer(String text, String id) {
        Optional<Proposal> proposal = faq.propose(Turns.saying(text));

        assertThat(proposal).map(Proposal::intent).contains("faq." + id);
        assertThat(proposal.orElseThrow().confidence()).isGreaterThanOrEqualTo(THRESHOLD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "今天天气怎么样",
                "你叫什么名字",
                "讲个笑话吧",
                "帮我写一首诗",
                "这件衣服是什么材质的",
                "老板在不在",
                "明天一起吃饭吗",
                "你们招聘吗",
                "哈哈哈哈",
                "🙂",
                "",
                "asdfgh",
                "what is the capital of France",
                "do you sell bicycles",
            })
    void otherTalkDoesNot(String text) {
        Optional<Proposal> proposal = faq.propose(Turns.saying(text));

        assertThat(proposal.map(Proposal::confidence).orElse(0.0)).isLessThan(THRESHOLD);
    }

    @Test
    void theVeryWordsAreCertain() {
        assertThat(faq.propose(Turns.saying("退款多久到账")).orElseThrow().confidence())
                .isGreaterThan(0.95);
    }

    @Test
    void anAnswerNotesTheSkillItsTopicCallsFor() {
        assertThat(faq.propose(Turns.saying("怎么退货")).orElseThrow().memory())
                .containsEntry("skill", "returns");
    }

    @Test
    void aChangedFileIsAnsweredFromAtOnce() throws Exception {
        faq.apply(
                Map.of(
                        Path.of("new.yaml"),
                        """
                        - id: pets
                          questions: [可以带宠物进店吗]
                          answer: 可以，请牵好绳。
                        """));

        assertThat(faq.propose(Turns.saying("能带宠物吗")).orElseThrow().intent()).isEqualTo("faq.pets");
        assertThat(faq.propose(Turns.saying("怎么退货"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "- id: a\\n  questions: [x]\\n|1|'answer' must be given",
                "- id: a\\n  questions: [x]\\n  answr: y\\n|3|unknown field 'answr'",
                "- id: a\\n  questions: x\\n  answer: y\\n|2|a list is expected here",
                "- id: a\\n  questions: [x\\n  answer: y\\n|3|Not YAML",
                "- id: a\\n"
                        + "  questions: [x]\\n"
                        + "  answer: y\\n"
                        + "- id: a\\n"
                        + "  questions: [x]\\n"
                        + "  answer: y|4|already used in bad.yaml",
                "same:\\n  - [alone]|2|give two or more",
            })
    void aBadFileIsRefusedWithItsLineAndChangesNothing(String text, int line, String message) {
        Map<Path, String> files = Map.of(Path.of("bad.yaml"), text.replace("\\n", "\n"));

        assertThatThrownBy(() -> faq.apply(files))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining(message)
                .satisfies(e -> assertThat(((BadFileException) e).line()).isEqualTo(line));
        assertThat(faq.propose(Turns.saying("怎么退货"))).isPresent();
    }
}
