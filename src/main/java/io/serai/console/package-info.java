/**
 * The web pages and what serves them: the agents' console at {@code /}, the widget, and in the
 * sandbox the customers' phones.
 *
 * <p>Sees nothing of the hub's other packages: the pages meet it at its public protocols.
 */
@NullMarked
package io.serai.console;

import org.jspecify.annotations.NullMarked;
