package io.serai;

import static org.awaitility.Awaitility.await;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;

import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * The hub as a process of its own, in profile {@code sandbox}, with all it writes in one folder. It
 * can be killed without warning and started again on the same data.
 */
public final class HubProcess implements Door, AutoCloseable {

    private static final Duration START = Duration.ofSeconds(120);

    private final Path folder;
    private final List<String> settings;
    private final List<String> machine = new ArrayList<>();
    private int tier = 1;
    private Supplier<List<String>> cache = HubImage::trained;
    private final int port = FreePort.choose();
    private final int opsPort = FreePort.choose();
    private final HttpClient http = HttpClient.newHttpClient();
    private volatile CompletableFuture<URI> open = new CompletableFuture<>();
    private volatile Process process;

    /**
     * Not started yet.
     *
     * @param folder for its data and its log
     * @param settings more of them, {@code name=value}; they win over the ones below
     */
    public HubProcess(Path folder, String... settings) {
        this.folder = folder;
        this.settings = List.of(settings);
    }

    /** Compiles as a hub in production does, which takes a while to show: for measuring. */
    public HubProcess compiledInFull() {
        tier = 4;
        cache = List::of;
        return this;
    }

    /**
     * On a machine with the digits of Egypt and the clocks of Newfoundland, and where LANG is not
     * set, as it may be for a service.
     */
    HubProcess farAway() {
        machine.addAll(
                List.of(
                        "-Duser.language=ar",
                        "-Duser.country=EG",
                        "-Duser.timezone=America/St_Johns"));
        return this;
    }

    /** Writes, as it ends, what later hubs need to start faster. */
    HubProcess inTraining(Path draft) {
        cache = () -> List.of("-XX:AOTCacheOutput=" + draft);
        return this;
    }

    /** Starts it and waits until it says it is ready. */
    public HubProcess start() throws IOException {
        launch();
        return awaitStarted();
    }

    /** Waits until it says it is ready. */
    public HubProcess awaitStarted() {
        await().atMost(START)
                .pollInterval(Duration.ofMillis(100))
                .failFast("the hub ended: see " + logFile(), () -> !process.isAlive())
                .until(this::isReady);
        open.complete(hub("/"));
        return this;
    }

    /** Starts it and does not wait. */
    public void launch() throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()));
        if (!machine.isEmpty()) {
            builder.environment().put("LC_ALL", "C");
        }
        process = builder.start();
    }

    /** True if it says it can be given work. */
    public boolean isReady() {
        return status(ops("/observe/health/ready")) == 200;
    }

    /** The process as it runs now, or ran last. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Where it listens for everything but ops. */
    public int port() {
        return port;
    }

    /** SIGTERM: it goes in order. Does not wait; see {@link #awaitGone}. */
    public void terminate() {
        open = new CompletableFuture<>();
        process.destroy();
    }

    /** Waits until the process has ended; what it returned. */
    public int awaitGone(Duration limit) throws InterruptedException, TimeoutException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new TimeoutException("the hub still runs after " + limit + ": see " + logFile());
        }
        return process.exitValue();
    }

    /** SIGKILL: it gets no chance to write anything more. */
    public void kill() throws InterruptedException {
        open = new CompletableFuture<>();
        process.destroyForcibly().waitFor();
    }

    /** Waits until it is open, for clients whose connection is gone. */
    @Override
    public void awaitOpen() throws InterruptedException, TimeoutException {
        try {
            open.get(START.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public URI hub(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    public URI ops(String path) {
        return URI.create("http://127.0.0.1:" + opsPort + path);
    }

    @Override
    public URI socket(String path) {
        return URI.create("ws://127.0.0.1:" + port + path);
    }

    /** Its JMX, as a person on the same machine has it. */
    public JMXConnector jmx() throws IOException {
        try {
            VirtualMachine machine = VirtualMachine.attach(String.valueOf(process.pid()));
            try {
                return JMXConnectorFactory.connect(
                        new JMXServiceURL(machine.startLocalManagementAgent()));
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IOException(e);
        }
    }

    public String log() throws IOException {
        return Files.readString(logFile());
    }

    private Path logFile() {
        return folder.resolve("hub.log");
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
        http.close();
    }

    private List<String> command() {
        Stream<String> jvm =
                Stream.of(
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=" + tier,
                        "-XX:+UseCompactObjectHeaders",
                        "-Xmx512m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Dcamel.threads.virtual.enabled=false",
                        "-cp",
                        HubImage.classpath(),
                        "io.serai.Serai");
        Stream<String> data =
                Stream.of(
                        "spring.profiles.active=sandbox",
                        "server.port=" + port,
                        "management.server.port=" + opsPort,
                        "serai.store.url=jdbc:h2:file:" + folder.resolve("serai"),
                        "serai.security.secret-file=" + folder.resolve("secret"),
                        "serai.reload.last-good=" + folder.resolve("last-good"),
                        "serai.search.folder=" + folder.resolve("search"),
                        "serai.douyin.main.token-file=" + folder.resolve("douyin-tokens.json"));
        Map<String, String> named = new LinkedHashMap<>();
        Stream.concat(data, settings.stream())
                .forEach(setting -> named.put(setting.substring(0, setting.indexOf('=')), setting));
        return Stream.of(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString()),
                        cache.get().stream(),
                        machine.stream(),
                        jvm,
                        named.values().stream().map(setting -> "--" + setting))
                .flatMap(each -> each)
                .toList();
    }

    private int status(URI uri) {
        try {
            return http.send(
                            HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0; // not yet
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
