package io.serai.gateway;

import graphql.language.Document;
import graphql.language.OperationDefinition;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.Parser;

import io.serai.reload.BadFileException;
import io.serai.reload.LiveFolder;

import org.apache.camel.Exchange;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What GraphQL systems are asked, such as {@code config/crm/customer.graphql}; live. One that is no
 * GraphQL leaves the one before in force: a system would be asked it again and again, and be left
 * alone for its refusals.
 */
final class GraphqlQueries implements LiveFolder {

    private static final String FILE = "file:";

    private final Path folder;
    private volatile @Nullable Map<Path, Query> inForce;

    GraphqlQueries(Path folder) {
        this.folder = folder;
    }

    private record Query(String text, Set<String> operations) {}

    @Override
    public String name() {
        return "queries";
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public String pattern() {
        return "*.graphql";
    }

    /** The start does not wait for the parser; what is asked before is taken as it stands. */
    @Override
    public boolean afterRoutes() {
        return true;
    }

    @Override
    public void apply(Map<Path, String> files) throws BadFileException {
        Map<Path, Query> next = new HashMap<>();
        for (Map.Entry<Path, String> file : files.entrySet()) {
            next.put(place(folder.resolve(file.getKey())), query(file.getKey(), file.getValue()));
        }
        inForce = next;
    }

    private static Query query(Path file, String text) throws BadFileException {
        try {
            Document document = new Parser().parseDocument(text);
            return new Query(
                    text,
                    document.getDefinitionsOfType(OperationDefinition.class).stream()
                            .map(operation -> String.valueOf(operation.getName()))
                            .collect(Collectors.toUnmodifiableSet()));
        } catch (InvalidSyntaxException e) {
            throw new BadFileException(
                    file,
                    e.getLocation() == null ? 0 : e.getLocation().getLine(),
                    "Not GraphQL: " + e.getMessage());
        }
    }

    /**
     * The text with the operation in it.
     *
     * @throws ContractException if there is none, or no such file
     */
    String text(Exchange exchange, String file, String operation) {
        Map<Path, Query> known = inForce;
        if (known != null && file.startsWith(FILE)) {
            Path place = place(Path.of(file.substring(FILE.length())));
            Query query = known.get(place);
            if (query != null && !query.operations.contains(operation)) {
                throw new ContractException(file + " has no operation " + operation);
            }
            if (query != null) {
                return query.text;
            }
        }
        try (InputStream text =
                ResourceHelper.resolveMandatoryResourceAsInputStream(exchange.getContext(), file)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ContractException("the query " + file + " cannot be read", e);
        }
    }

    private static Path place(Path file) {
        return file.toAbsolutePath().normalize();
    }
}
