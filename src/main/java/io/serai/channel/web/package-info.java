/**
 * The channels {@code web} and {@code app}: the customer's socket and its REST fallback, as
 * docs/protocol.md has them. May see {@code event}, {@code store}, {@code bus}, the sockets of
 * {@code websocket} and the tokens of {@code security}.
 */
@NullMarked
package io.serai.channel.web;

import org.jspecify.annotations.NullMarked;
