/**
 * The two transports behind one pair of endpoints: what {@code bus:} takes is durable when it
 * returns, and comes out once, per conversation in order. May see {@code event} and {@code store}.
 */
@NullMarked
package io.serai.bus;

import org.jspecify.annotations.NullMarked;
