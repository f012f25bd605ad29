package io.serai.feed;

import java.util.List;

/**
 * What of the feed a reader wants.
 *
 * @param types beginnings of event types; none: all
 * @param limit events at once
 */
record Wanted(List<String> types, int limit) {}
