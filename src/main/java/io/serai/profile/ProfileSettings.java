package io.serai.profile;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * What a query of the customer profile may cost.
 *
 * @param schema the file that says what may be asked and which route answers it
 * @param timeout the longest a query takes; a field whose system is later has an error
 * @param maxTokens of a query's text
 * @param maxDepth fields within fields
 * @param maxValues the most values an answer may have, lists counted by their limit
 * @param maxAliases fields asked for at the top, and aliases anywhere
 * @param maxDirectives directives in a query
 * @param maxList elements of a list given as an argument
 * @param maxLimit what an argument called limit may be
 * @param persisted how much text of queries is remembered by its hash
 * @param draftStatuses whether refusals are told with 422 and answers with errors with 294, as the
 *     newest draft of GraphQL over HTTP has it, instead of 400 and 200
 */
@ConfigurationProperties("serai.profile")
record ProfileSettings(
        @DefaultValue("config/customer.graphqls") Path schema,
        @DefaultValue("3s") Duration timeout,
        @DefaultValue("5000") int maxTokens,
        @DefaultValue("10") int maxDepth,
        @DefaultValue("20000") int maxValues,
        @DefaultValue("30") int maxAliases,
        @DefaultValue("50") int maxDirectives,
        @DefaultValue("100") int maxList,
        @DefaultValue("50") int maxLimit,
        @DefaultValue("1MB") DataSize persisted,
        @DefaultValue("false") boolean draftStatuses) {

    ProfileSettings {
        Map.of(
                        "max-tokens", maxTokens,
                        "max-depth", maxDepth,
                        "max-values", maxValues,
                        "max-aliases", maxAliases,
                        "max-directives", maxDirectives,
                        "max-list", maxList,
                        "max-limit", maxLimit)
                .forEach(
                        (key, value) -> {
                            if (value < 1) {
                                throw new IllegalArgumentException(
                                        "serai.profile." + key + " must be at least 1");
                            }
                        });
        if (maxList > 100) {
            throw new IllegalArgumentException(
                    "serai.profile.max-list must be at most 100, which is what one call may ask"
                            + " for");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("serai.profile.timeout must be more than 0");
        }
    }
}
