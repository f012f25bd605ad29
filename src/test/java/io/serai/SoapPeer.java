package io.serai;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.event.Json;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A SOAP stack that is not the hub's: node-soap under Node, in {@code src/test/soap-peer}. */
public final class SoapPeer implements AutoCloseable {

    private static final Path FOLDER = Path.of("src/test/soap-peer");

    private final Process process;
    private final int port;

    private SoapPeer(Process process) throws IOException {
        this.process = process;
        this.port = Integer.parseInt(process.inputReader().readLine());
    }

    /**
     * The merchant's ERP.
     *
     * @param login the user and the password of its WS-Security; none: anybody may call
     */
    public static SoapPeer erp(String... login) throws IOException, InterruptedException {
        Path wsdl = Path.of("src/main/resources/wsdl/retail-erp.wsdl").toAbsolutePath();
        return new SoapPeer(
                node(
                        Stream.concat(Stream.of("erp.mjs", wsdl.toString()), Stream.of(login))
                                .toList()));
    }

    /**
     * Calls the hub.
     *
     * @param calls each {@code {by, user, password, event}}
     * @return for each {@code {status, result}} or {@code {status, fault}}
     */
    public static List<JsonNode> report(URI wsdl, JsonNode calls)
            throws IOException, InterruptedException {
        Process process = node(List.of("report.mjs", wsdl.toString(), calls.toString()));
        List<JsonNode> answers = new ArrayList<>();
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                answers.add(Json.MAPPER.readTree(line));
            }
        }
        process.waitFor();
        return answers;
    }

    private static Process node(List<String> arguments) throws IOException, InterruptedException {
        install();
        List<String> command = new ArrayList<>(List.of("node"));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .directory(FOLDER.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static synchronized void install() throws IOException, InterruptedException {
        if (Files.exists(FOLDER.resolve("node_modules/soap/package.json"))) {
            return;
        }
        Command.runIn(
                FOLDER,
                "npm",
                "ci",
                "--prefer-offline",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund");
    }

    public String url() {
        return "http://127.0.0.1:" + port + "/erp";
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
