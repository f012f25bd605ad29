package io.serai.export;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;

/**
 * Writes CSV by RFC 4180: comma, CRLF, quotes where needed. A field that a spreadsheet would take
 * for a formula gets an apostrophe before it, so that what a customer writes is never run by who
 * opens the file.
 */
final class Csv {

    private static final String FORMULA = "=+-@\t\r\n＝＋－＠";

    private final Appendable out;

    Csv(Appendable out) {
        this.out = out;
    }

    void line(List<? extends @Nullable Object> fields) throws IOException {
        for (Iterator<? extends @Nullable Object> all = fields.iterator(); all.hasNext(); ) {
            field(all.next());
            if (all.hasNext()) {
                out.append(',');
            }
        }
        out.append("\r\n");
    }

    private void field(@Nullable Object value) throws IOException {
        if (value == null) {
            return;
        }
        String text = value.toString();
        if (value instanceof String && !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0) {
            text = "'" + text;
        }
        if (text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n')) {
            out.append('"').append(text.replace("\"", "\"\"")).append('"');
        } else {
            out.append(text);
        }
    }
}
