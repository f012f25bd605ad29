/**
 * One customer over channels: which conversations are the same person's, by what evidence, and how
 * that is undone. Everything is in the event log; the tables are what follows from it.
 *
 * <p>May see {@code event}, {@code store}, the rate limits of {@code edge}, the keyed hashes of
 * {@code security} and the gateway's {@code Answer}.
 */
@NullMarked
package io.serai.customer;

import org.jspecify.annotations.NullMarked;
