package io.serai.bot;

/** A plugin's mistake, in words that hold nothing of the customer's and may stand in the log. */
final class PluginFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PluginFault(String message) {
        super(message);
    }
}
