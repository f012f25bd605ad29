/**
 * What analysts get: the events of a day as CSV, from the same views that they may read by SQL. See
 * docs/bi.md.
 *
 * <p>May see {@code event} and {@code edge}.
 */
@NullMarked
package io.serai.export;

import org.jspecify.annotations.NullMarked;
