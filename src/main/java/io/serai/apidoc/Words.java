package io.serai.apidoc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import java.util.List;
import java.util.regex.Pattern;

/** Turns Javadoc, as springdoc hands it on, into the Markdown both documents are written in. */
final class Words {

    private static final Pattern LINK = Pattern.compile("\\{@link(?:plain)? [^ }]+(?: ([^}]+))?}");
    private static final Pattern LINK_OF_ONE = Pattern.compile("\\{@link(?:plain)? ([^ }]+)}");

    /** A path in code that Javadoc's reader took to end with the first brace. */
    private static final Pattern CUT = Pattern.compile("`([^`{]*\\{[^`}]*)`((?:/\\{[a-z]+})*)}");

    private static final Pattern CODE = Pattern.compile("</?code>|</?pre>");
    private static final Pattern TAG = Pattern.compile("</?[a-z]+(?: [^>]*)?>");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    private Words() {}

    static String markdown(String javadoc) {
        String text = LINK_OF_ONE.matcher(javadoc).replaceAll("`$1`");
        text = LINK.matcher(text).replaceAll("`$1`");
        text = CODE.matcher(text).replaceAll("`");
        text = CUT.matcher(text).replaceAll("`$1}$2`");
        text = TAG.matcher(text).replaceAll(" ");
        text =
                text.replace("&quot;", "\"")
                        .replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&amp;", "&");
        return SPACE.matcher(text).replaceAll(" ").strip();
    }

    /** Does so with every summary and description in a document. */
    static void tidy(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (String field : List.of("summary", "description")) {
                if (object.get(field) instanceof TextNode text) {
                    object.put(field, markdown(text.textValue()));
                }
            }
        }
        node.forEach(Words::tidy);
    }
}
