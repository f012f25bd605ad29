package io.serai.event;

/**
 * The hub goes and its doors are shut. Published in the application once: whoever keeps a caller
 * waiting for something to happen (a long poll, a stream) answers now with what there is.
 */
public record Draining() {}
