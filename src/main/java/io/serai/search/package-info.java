/**
 * Finds messages by their words, in an index of this node's own that follows the store.
 *
 * <p>May see {@code event} and {@code store}. Who may see what is not known here.
 */
@NullMarked
package io.serai.search;

import org.jspecify.annotations.NullMarked;
