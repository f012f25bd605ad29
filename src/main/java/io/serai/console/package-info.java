/**
 * The agents' side: the socket and REST API of the console, its pages, the widget, and in the
 * sandbox the customers' phones.
 *
 * <p>May see {@code event}, {@code store}, {@code search}, what agents can do in {@code
 * conversation} and {@code assignment}, return requests in {@code command}, live files by {@code
 * reload}, who is who in {@code customer}, the sockets of {@code websocket} and the logins of
 * {@code security}. The pages meet the hub at its public protocols alone.
 */
@NullMarked
package io.serai.console;

import org.jspecify.annotations.NullMarked;
