/**
 * The load client: one class with a {@code main} per figure. Built only with {@code mvn -Pbench};
 * speaks to the hub over the wire and knows none of its classes.
 */
@NullMarked
package io.serai.bench;

import org.jspecify.annotations.NullMarked;
