package io.serai.bot;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.util.List;
import java.util.Map;

/**
 * When a human takes over.
 *
 * @param words that ask for a human wherever they stand, unless right after a "don't"; words of
 *     Latin letters count as whole words only
 * @param exact that ask for a human only if they are all that was said
 * @param complaints anger and complaints, which the bot leaves to a human
 * @param skills by skill, the words that call for an agent with it; left out: {@code returns}
 * @param menuKeys keys of a platform's menu items by which a customer asks for a human
 */
@ConfigurationProperties("serai.bot.handover")
record HandOverSettings(
        @DefaultValue({
                    "转人工",
                    "人工客服",
                    "找人工",
                    "人工服务",
                    "真人",
                    "找客服",
                    "联系客服",
                    "转客服",
                    "要人工",
                    "接人工",
                    "human",
                    "agent",
                    "real person",
                    "representative",
                    "live chat",
                    "customer service"
                })
                List<String> words,
        @DefaultValue({"人工", "客服", "operator", "support"}) List<String> exact,
        @DefaultValue({
                    "投诉",
                    "举报",
                    "12315",
                    "消协",
                    "骗子",
                    "骗人",
                    "欺诈",
                    "假货",
                    "垃圾",
                    "差评",
                    "太差了",
                    "曝光",
                    "报警",
                    "起诉",
                    "律师",
                    "气死",
                    "忍无可忍",
                    "complaint",
                    "complain",
                    "scam",
                    "fraud",
                    "lawyer",
                    "furious",
                    "unacceptable",
                    "rip-off"
                })
                List<String> complaints,
        @Nullable Map<String, List<String>> skills,
        @DefaultValue("MENU_CONTACT_AGENT") List<String> menuKeys) {

    private static final Map<String, List<String>> USUAL =
            Map.of(
                    "returns",
                    List.of(
                            "退货",
                            "退款",
                            "换货",
                            "退换",
                            "退钱",
                            "return",
                            "returns",
                            "refund",
                            "refunds",
                            "exchange"));

    /** The skills in the settings, or the usual ones if there are none. */
    Map<String, List<String>> wordsBySkill() {
        return skills == null ? USUAL : skills;
    }
}
