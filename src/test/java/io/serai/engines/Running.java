package io.serai.engines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A process that appends what it prints to a file, and how to wait for it and end it. */
final class Running {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Process process;
    private final Path log;
    private final long before;

    private Running(Process process, Path log, long before) {
        this.process = process;
        this.log = log;
        this.before = before;
    }

    static Running run(Path log, List<String> command) {
        try {
            long before = Files.exists(log) ? Files.size(log) : 0;
            Process process =
                    new ProcessBuilder(command)
                            .directory(log.getParent().toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                            .start();
            return new Running(process, log, before);
        } catch (IOException e) {
            throw new IllegalStateException(command.getFirst() + " cannot be run", e);
        }
    }

    /** Runs to the end. */
    static void once(Path log, List<String> command) {
        Running running = run(log, command);
        if (!running.ended()) {
            running.kill();
            throw running.fault("did not end");
        }
        if (running.process.exitValue() != 0) {
            throw running.fault("failed");
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until it has printed these words. */
    void awaitSaid(String words) {
        await(() -> said().contains(words));
    }

    private void await(BooleanSupplier ready) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!ready.getAsBoolean()) {
            if (!process.isAlive()) {
                throw fault("ended at once");
            }
            if (System.nanoTime() > end) {
                kill();
                throw fault("did not start in time");
            }
            pause();
        }
    }

    /** SIGTERM; if it does not help, SIGKILL and a clear failure. */
    void stop() {
        process.destroy();
        if (!ended()) {
            kill();
            throw fault("did not stop in time");
        }
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    private boolean ended() {
        try {
            return process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String said() {
        try {
            byte[] all = Files.readAllBytes(log);
            int from = (int) Math.min(before, all.length);
            return new String(
                    all, from, all.length - from, java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private IllegalStateException fault(String what) {
        String said = said();
        return new IllegalStateException(
                process.info().commandLine().orElse("The process of " + log.getFileName())
                        + " "
                        + what
                        + ":\n"
                        + said.substring(Math.max(0, said.length() - 4_000)));
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
