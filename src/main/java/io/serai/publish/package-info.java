/**
 * Events for others: Standard Webhooks to subscribers, CloudEvents to Kafka. Both read the feed
 * from a durable place of their own, one node at a time. See docs/webhooks.md.
 *
 * <p>May see {@code event}, {@code store}, {@code edge} and {@code business}.
 */
@NullMarked
package io.serai.publish;

import org.jspecify.annotations.NullMarked;
