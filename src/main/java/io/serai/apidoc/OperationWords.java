package io.serai.apidoc;

import io.swagger.v3.oas.models.Operation;

import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springdoc.core.providers.JavadocProvider;
import org.springframework.web.method.HandlerMethod;

/** Takes an operation's summary from the first sentence of its method's Javadoc, or its class's. */
final class OperationWords implements GlobalOperationCustomizer {

    private final JavadocProvider javadoc;

    OperationWords(JavadocProvider javadoc) {
        this.javadoc = javadoc;
    }

    @Override
    public Operation customize(Operation operation, HandlerMethod method) {
        String words = javadoc.getMethodJavadocDescription(method.getMethod());
        if (words == null || words.isBlank()) {
            words = javadoc.getClassJavadoc(method.getBeanType());
        }
        if (words != null && !words.isBlank()) {
            String summary = javadoc.getFirstSentence(words);
            operation.setSummary(summary);
            if (words.strip().equals(summary.strip())) {
                operation.setDescription(null);
            }
        }
        return operation;
    }
}
