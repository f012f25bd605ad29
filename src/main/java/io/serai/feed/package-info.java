/**
 * The feed for integrators: every event from a cursor on, as pages, by long poll and as Server-Sent
 * Events. See docs/events.md.
 *
 * <p>May see {@code event}, {@code store} and {@code security}.
 */
@NullMarked
package io.serai.feed;

import org.jspecify.annotations.NullMarked;
