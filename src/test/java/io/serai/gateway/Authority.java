package io.serai.gateway;

import io.serai.Command;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** An authority of the tests' own, and the certificates it gives. */
final class Authority {

    static final char[] PASSWORD = "secret".toCharArray();

    private final Path store;
    private int servers;

    Authority(Path folder) throws Exception {
        store = folder.resolve("authority.p12");
        keytool("-alias", "authority", "-dname", "CN=tests", "-ext", "bc:c", "-validity", "3650");
    }

    /**
     * What a server shows with a certificate for these, such as {@code ip:127.0.0.1}.
     *
     * @param validity further options of keytool
     */
    SSLContext server(String names, String... validity) throws Exception {
        String alias = "server-" + ++servers;
        List<String> options =
                new ArrayList<>(
                        List.of("-alias", alias, "-dname", "CN=server", "-ext", "san=" + names));
        options.addAll(List.of("-signer", "authority", "-signerkeypass", new String(PASSWORD)));
        options.addAll(List.of(validity));
        keytool(options.toArray(String[]::new));

        KeyStore all = open();
        KeyStore shown = KeyStore.getInstance("PKCS12");
        shown.load(null, null);
        shown.setKeyEntry(
                alias,
                (PrivateKey) all.getKey(alias, PASSWORD),
                PASSWORD,
                all.getCertificateChain(alias));
        KeyManagerFactory managers =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(shown, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    /** A file of what a hub trusts that trusts this authority alone. */
    Path trusted() throws Exception {
        KeyStore known = KeyStore.getInstance("PKCS12");
        known.load(null, null);
        known.setCertificateEntry("authority", open().getCertificate("authority"));
        Path file = store.resolveSibling("trusted.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            known.store(out, PASSWORD);
        }
        return file;
    }

    private KeyStore open() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }

    private void keytool(String... options) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(Command.ofJdk("keytool"), "-genkeypair", "-keyalg", "EC"));
        command.addAll(List.of("-storetype", "PKCS12", "-keystore", store.toString()));
        command.addAll(List.of("-storepass", new String(PASSWORD)));
        command.addAll(List.of(options));
        Command.run(command.toArray(String[]::new));
    }
}
