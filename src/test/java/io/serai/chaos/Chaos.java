package io.serai.chaos;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;

import io.serai.chaos.Finding.Kind;
import io.serai.chaos.Store.Conversation;

import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** The chaos proof, from start to verdict. */
public final class Chaos implements AutoCloseable {

    private static final int MOST = 5;
    private static final long SAY = TimeUnit.SECONDS.toNanos(10);

    private final Options options;
    private final Random chance;
    private final List<String> logins;
    private final Platforms platforms;
    private final Cluster cluster;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(java.time.Duration.ofSeconds(3))
                    .build();
    private final List<Agent> agents = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final Crowd crowd;
    private final Troubles troubles;

    private Chaos(Options options, Path folder) throws IOException, InterruptedException {
        this.options = options;
        this.chance = new Random(options.seed());
        this.logins =
                IntStream.rangeClosed(1, options.agents()).mapToObj(i -> "chaos" + i).toList();
        this.platforms = new Platforms(new Random(chance.nextLong()));
        this.cluster = new Cluster(options, folder, platforms, logins);
        this.crowd = new Crowd(cluster.balancer(), http, options, new Random(chance.nextLong()));
        this.troubles =
                new Troubles(cluster, options, crowd::acknowledged, new Random(chance.nextLong()));
        for (String login : logins) {
            agents.add(
                    new Agent(
                            login,
                            logins,
                            cluster.balancer(),
                            http,
                            new Random(chance.nextLong())));
        }
    }

    /** Runs it and ends with 0 if everything holds, with 1 if not. */
    public static void main(String... args) throws Exception {
        Options options = Options.parse(args);
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        Path folder = Files.createTempDirectory("serai-chaos");
        say("Options " + options + ", logs in " + folder);
        Outcome outcome = prove(options, folder);
        System.out.println(outcome.table());
        System.exit(outcome.good() ? 0 : 1);
    }

    static Outcome prove(Options options, Path folder) throws Exception {
        try (Chaos chaos = new Chaos(options, folder)) {
            chaos.run();
            chaos.settle();
            return chaos.audit();
        }
    }

    private void run() throws InterruptedException {
        say(options.hubs() + " hubs are up");
        agents.forEach(agent -> Thread.ofVirtual().start(agent));
        crowd.open();
        troubles.start();
        long start = System.nanoTime();
        long said = start;
        while (!isEnough(System.nanoTime() - start)) {
            Thread.sleep(500);
            if (System.nanoTime() - said > SAY) {
                said = System.nanoTime();
                say(state());
            }
        }
        troubles.end();
        crowd.close();
    }

    /** A slow machine needs longer for what must have happened. */
    private boolean isEnough(long nanos) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(nanos);
        return seconds >= options.seconds()
                && (troubles.missing().isEmpty() || seconds >= MOST * options.seconds());
    }

    /** Everything must come to rest by itself, with all hubs and engines there. */
    private void settle() throws Exception {
        cluster.awaitReady();
        say("Everything is back; settling. " + state());
        Store store = cluster.store();
        agents.forEach(agent -> agent.mode = Agent.Mode.KEEP);
        within("customers do not get through", crowd::isThrough);
        // As they were at the last look: what is given to somebody after it is not shown yet.
        List<Finding> missing = new ArrayList<>();
        within(
                "who is connected is not shown everything",
                () -> {
                    missing.clear();
                    missing.addAll(unshown(store));
                    return missing.isEmpty();
                });
        findings.addAll(missing);
        agents.forEach(agent -> agent.mode = Agent.Mode.LET_ALL_GO);
        within("there is work left", () -> store.unrest().none());
        within("agents wait for results", () -> agents.stream().allMatch(Agent::isThrough));
        agents.forEach(agent -> agent.working = false);
        crowd.leave();
        Map<String, Conversation> stored = store.conversations();
        for (Customer customer : crowd.customers()) {
            Conversation own = stored.get(customer.diary().conversation);
            if (customer instanceof SocketCustomer socket && own != null) {
                socket.lookOnce(own.lastSeq());
            }
        }
    }

    /** What those who are connected now should have been shown by now. */
    private List<Finding> unshown(Store store) throws SQLException {
        Map<String, Conversation> stored = store.conversations();
        List<Finding> unshown = new ArrayList<>();
        for (Customer customer : crowd.customers()) {
            Conversation own = stored.get(customer.diary().conversation);
            if (customer instanceof SocketCustomer socket
                    && socket.isStaying()
                    && own != null
                    && customer.diary().cursor() < own.lastSeq()) {
                unshown.add(
                        missed(
                                customer.diary().channel + " customer",
                                own,
                                customer.diary().cursor()));
            }
        }
        for (Conversation it : stored.values()) {
            for (Agent agent : agents) {
                if (it.owner().equals("agent") && it.agent().equals(agent.login)) {
                    Held held = agent.conversations.get(it.id());
                    long cursor = held == null ? 0 : held.cursor();
                    if (cursor < it.lastSeq()) {
                        unshown.add(missed(agent.login, it, cursor));
                    }
                }
            }
        }
        return unshown;
    }

    private static Finding missed(String who, Conversation it, long cursor) {
        return new Finding(
                Kind.LOST,
                "%s in %s was shown %d of %d".formatted(who, it.id(), cursor, it.lastSeq()));
    }

    private void within(String otherwise, Callable<Boolean> done) throws Exception {
        long until = System.nanoTime() + options.settling().toNanos();
        while (!done.call()) {
            if (System.nanoTime() > until) {
                findings.add(
                        new Finding(Kind.STUCK, otherwise + " after " + options.settle() + " s"));
                return;
            }
            Thread.sleep(200);
        }
    }

    private Outcome audit() throws SQLException {
        Store store = cluster.store();
        Evidence evidence =
                new Evidence(
                        crowd.customers().stream().map(Customer::diary).toList(),
                        agents.stream().flatMap(it -> it.replies.values().stream()).toList(),
                        store.conversations(),
                        store.messages(),
                        store.steps(),
                        platforms::screen,
                        Cluster.CAPACITY);
        findings.addAll(SaidAudit.of(evidence));
        findings.addAll(ReplyAudit.of(evidence));
        findings.addAll(OwnerAudit.of(evidence));
        findings.addAll(DeliveryAudit.of(evidence));
        agents.forEach(agent -> findings.addAll(agent.seen));
        long dead = store.deadLetters();
        if (dead > 0) {
            findings.add(new Finding(Kind.STUCK, dead + " messages are dead letters"));
        }
        for (Conversation it : evidence.conversations().values()) {
            if (it.handledSeq() < it.inboundSeq()) {
                findings.add(
                        new Finding(
                                Kind.STUCK, it.id() + " is not handled from " + it.handledSeq()));
            }
        }
        troubles.missing().forEach(it -> findings.add(new Finding(Kind.NOT_PROVEN, it)));
        troubles.past().stream()
                .filter(it -> !it.proves())
                .forEach(it -> findings.add(new Finding(Kind.NOT_PROVEN, it.toString())));
        return new Outcome(counts(evidence), troubles.past(), findings);
    }

    private Map<String, Object> counts(Evidence evidence) {
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("customers", crowd.customers().size());
        counts.put("their messages acknowledged", crowd.acknowledged());
        counts.put(
                "messages stored",
                evidence.messages().values().stream().mapToInt(List::size).sum());
        counts.put(
                "agents' replies taken",
                evidence.replies().stream().filter(it -> it.fate == Reply.Fate.STORED).count());
        counts.put(
                "agents' replies refused (not theirs any more)",
                evidence.replies().stream().filter(it -> it.fate == Reply.Fate.REFUSED).count());
        counts.put(
                "changes of owner",
                evidence.steps().stream().filter(Store.Owned.class::isInstance).count());
        counts.put("delivered on WeChat and Douyin", platforms.delivered());
        counts.put("marked as unknown", status(evidence, "unknown"));
        counts.put("marked as failed", status(evidence, "failed"));
        counts.put("answers the platforms lost", platforms.lostAnswers());
        counts.put("connections cut", cluster.balancer().cut());
        counts.put(
                "hubs killed",
                troubles.past().stream().filter(it -> it.what().startsWith("kill")).count());
        counts.put(
                "engines away",
                troubles.past().stream().filter(it -> !it.what().startsWith("kill")).count());
        return counts;
    }

    private static long status(Evidence evidence, String status) {
        return evidence.messages().values().stream()
                .flatMap(List::stream)
                .filter(it -> it.status().equals(status))
                .count();
    }

    private String state() {
        return "%d customers, %d messages acknowledged, %d delivered, %d connections, %d hubs ready, %d troubles"
                .formatted(
                        crowd.customers().size(),
                        crowd.acknowledged(),
                        platforms.delivered(),
                        cluster.balancer().open(),
                        cluster.ready(),
                        troubles.past().size());
    }

    private static void say(String what) {
        System.out.println(
                DateTimeFormatter.ofPattern("HH:mm:ss").format(LocalTime.now()) + " " + what);
    }

    @Override
    public void close() throws IOException {
        agents.forEach(agent -> agent.working = false);
        crowd.customers().forEach(Customer::leave);
        http.shutdownNow();
        cluster.close();
        platforms.close();
    }
}
