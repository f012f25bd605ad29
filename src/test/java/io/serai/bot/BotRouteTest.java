package io.serai.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.event.Content;
import io.serai.event.Sender;

import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The bot as the flow calls it: the shipped route, plugins as beans and as routes. */
class BotRouteTest {

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Wordless wordless = new Wordless(Live.bot(), Live.handOver(), Live.replies());
    private final Skills skills = new Skills(Live.handOver());
    private final List<BotPlugin> beans = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        load(Path.of("routes/flow/bot-plugins/opening-hours.camel.yaml"));
        camel.getComponent("direct", DirectComponent.class).setTimeout(100);
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void pluginsWrittenAsRoutesAndAsBeansAnswerAlike() {
        bean("greeting", turn -> saying(turn.text().equals("你好"), "greeting", 0.9, "您好！"));
        line(plugin("opening-hours"), plugin("greeting"));

        Verdict route = ask(Turns.saying("请问几点下班"));
        Verdict bean = ask(Turns.saying("你好"));

        assertThat(route.plugin()).isEqualTo("opening-hours");
        assertThat(Turns.text(route)).contains("9:00–22:00");
        assertThat(route.confidence()).isEqualTo(0.9);
        assertThat(bean.plugin()).isEqualTo("greeting");
        assertThat(count("opening-hours", "answered")).isEqualTo(1);
    }

    @Test
    void aRouteSeesTheTurnAndMayReturnAMapOrJsonWithHandOverAndMemory() throws Exception {
        load(
                "direct:bot.look",
                """
                - setBody:
                    simple: |
                      {"intent": "look", "confidence": "0.8",
                       "reply": ["${body[channel]}/${body[user]}", {"type": "text", "text": "${body[memory][seen]}"}],
                       "handOver": {"reason": "vip", "skill": "gold"}, "memory": {"seen": "", "times": 2}}
                """);
        line(plugin("look"));

        Verdict verdict = ask(Turns.with(Turns.saying("看"), 1, Map.of("seen", "yes")));

        assertThat(Turns.text(verdict)).isEqualTo("wechat/openid-1\nyes");
        assertThat(verdict.handOver()).isEqualTo(new HandOver("vip", "gold"));
        assertThat(verdict.memory()).containsEntry("times", "2").doesNotContainKey("seen");
        assertThat(verdict.misses()).isZero();
    }

    @Test
    void theHigherPriorityAnswersIfItReachesItsThresholdElseTheNext() {
        bean("first", turn -> saying(true, "a", 0.6, "first"));
        bean("second", turn -> saying(true, "b", 0.7, "second"));

        line(plugin("first"), plugin("second"));
        Verdict listed = ask(Turns.saying("x"));
        line(new BotSettings.Plugin("first", null, 0.65), plugin("second"));
        Verdict unsure = ask(Turns.saying("x"));
        line(plugin("first"), new BotSettings.Plugin("second", 2000, 0.5));
        Verdict prior = ask(Turns.saying("x"));
        line(new BotSettings.Plugin("first", 7, 0.5), new BotSettings.Plugin("second", 7, 0.5));
        Verdict surer = ask(Turns.saying("x"));

        assertThat(listed.plugin()).isEqualTo("first");
        assertThat(unsure.plugin()).isEqualTo("second");
        assertThat(prior.plugin()).isEqualTo("second");
        assertThat(surer.plugin()).isEqualTo("second");
    }

    @Test
    void aPluginThatThrowsOrIsLateIsPassedOverAndCounted() throws Exception {
        bean(
                "throws",
                turn -> {
                    throw new IllegalStateException(turn.text());
                });
        bean("sleeps", turn -> asleep());
        load("direct:bot.broken", "- throwException: {exceptionType: java.lang.Error, message: x}");
        load("direct:bot.nonsense", "- setBody: {constant: '{\"confidence\": 7}'}");
        bean("last", turn -> saying(true, "a", 1, "still here"));
        line(
                plugin("throws"),
                plugin("sleeps"),
                plugin("broken"),
                plugin("nonsense"),
                plugin("last"));

        Verdict verdict = ask(Turns.due(Turns.saying("秘密"), Instant.now().plusSeconds(30)));

        assertThat(verdict.plugin()).isEqualTo("last");
        assertThat(count("throws", "failed")).isEqualTo(1);
        assertThat(count("sleeps", "late")).isEqualTo(1);
        assertThat(count("broken", "failed")).isEqualTo(1);
        assertThat(count("nonsense", "failed")).isEqualTo(1);
    }

    @Test
    void aTurnPastItsDeadlineStillGetsTheLastPluginsAnswer() {
        bean("slow", turn -> asleep());
        bean("last", turn -> saying(true, "a", 1, "still here"));
        line(plugin("slow"), plugin("last"));

        Turn late = Turns.due(Turns.saying("x"), Instant.now().minusSeconds(1));

        // It is given only a moment, which a busy machine may use up.
        await().untilAsserted(() -> assertThat(ask(late).plugin()).isEqualTo("last"));
    }

    @Test
    void aFailureOfTheBotItselfHandsOverAndKeepsTheMemory() {
        BotPipeline gone =
                new BotPipeline(
                        settings(plugin("x")),
                        wordless,
                        skills,
                        new LineUp(List.of()),
                        meters,
                        Clock.systemUTC()) {
                    @Override
                    public Verdict answer(Turn turn) {
                        throw new StackOverflowError();
                    }
                };
        serve(gone);

        Verdict verdict = ask(Turns.with(Turns.saying("x"), 1, Map.of("a", "b")));

        assertThat(verdict.handOver()).isEqualTo(new HandOver(HandOver.BOT_FAILED, null));
        assertThat(verdict.memory()).containsEntry("a", "b");
    }

    @Test
    void nobodyButACustomerIsAnswered() {
        bean("last", turn -> saying(true, "a", 1, "x"));
        line(plugin("last"));

        Verdict verdict =
                ask(
                        Turns.of(
                                new Content.Text("x"),
                                new Sender(Sender.Kind.MERCHANT, "shop", null)));

        assertThat(verdict.replies()).isEmpty();
        assertThat(verdict.handOver()).isNull();
    }

    @Test
    void aPluginWithNeitherBeanNorRouteIsSaidSoAndPassedOver() {
        bean("last", turn -> saying(true, "a", 1, "x"));
        line(plugin("nowhere"), plugin("last"));

        Verdict verdict = ask(Turns.saying("x"));

        assertThat(verdict.plugin()).isEqualTo("last");
        assertThat(count("nowhere", "failed")).isEqualTo(1);
    }

    @Test
    void twoHundredTurnsGetTheSameVerdictsTwice() {
        bean("even", turn -> saying(turn.text().length() % 2 == 0, "even", 0.8, "even"));
        bean("long", turn -> saying(turn.text().length() > 40, "long", 0.8, "long"));
        bean("last", turn -> saying(true, Proposal.MISS, 0.1, "?"));
        line(
                new BotSettings.Plugin("even", 5, 0.5),
                new BotSettings.Plugin("long", 5, 0.5),
                new BotSettings.Plugin("last", 0, 0.0));

        List<Verdict> first = twoHundred();
        List<Verdict> again = twoHundred();

        assertThat(first).isEqualTo(again);
        assertThat(first).extracting(Verdict::plugin).contains("even", "long", "last");
    }

    private List<Verdict> twoHundred() {
        List<Verdict> verdicts = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            verdicts.add(ask(Turns.saying("问".repeat(i))));
        }
        return verdicts;
    }

    private static Optional<Proposal> asleep() {
        try {
            new java.util.concurrent.CountDownLatch(1)
                    .await(1, java.util.concurrent.TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }

    private static Optional<Proposal> saying(
            boolean if_, String intent, double confidence, String text) {
        return if_ ? Optional.of(Proposal.saying(intent, confidence, text)) : Optional.empty();
    }

    private interface Propose {
        Optional<Proposal> propose(Turn turn);
    }

    private void bean(String name, Propose propose) {
        beans.add(
                new BotPlugin() {
                    @Override
                    public String name() {
                        return name;
                    }

                    @Override
                    public Optional<Proposal> propose(Turn turn) {
                        return propose.propose(turn);
                    }
                });
    }

    private static BotSettings.Plugin plugin(String name) {
        return new BotSettings.Plugin(name, null, 0.5);
    }

    private static BotSettings settings(BotSettings.Plugin... plugins) {
        BotSettings usual = Live.bot();
        return new BotSettings(
                List.of(plugins),
                2,
                Duration.ofSeconds(3),
                usual.media(),
                usual.replies(),
                usual.zone());
    }

    private void line(BotSettings.Plugin... plugins) {
        BotSettings settings = settings(plugins);
        serve(
                new BotPipeline(
                        settings,
                        wordless,
                        skills,
                        LineUp.of(settings, beans, camel.createProducerTemplate()),
                        meters,
                        Clock.systemUTC()));
    }

    private void serve(BotPipeline pipeline) {
        camel.getRegistry().bind("botPipeline", pipeline);
        try {
            load(Path.of("routes/flow/bot.camel.yaml"));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Verdict ask(Turn turn) {
        return camel.createProducerTemplate().requestBody("direct:bot", turn, Verdict.class);
    }

    private double count(String plugin, String outcome) {
        return meters.counter("bot.answers", "plugin", plugin, "outcome", outcome).count();
    }

    private void load(Path file) throws Exception {
        loadYaml(file.getFileName().toString(), Files.readString(file));
    }

    private void load(String from, String steps) throws Exception {
        loadYaml(
                from.replaceAll("[:.]", "-") + ".camel.yaml",
                "- route:\n    id: %s\n    from:\n      uri: %s\n      steps:\n%s"
                        .formatted(from.substring(7), from, steps.indent(8)));
    }

    private void loadYaml(String name, String yaml) throws Exception {
        PluginHelper.getRoutesLoader(camel).updateRoutes(ResourceHelper.fromString(name, yaml));
    }
}
