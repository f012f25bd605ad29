/**
 * What a business system is asked to do, exactly once: a return request from a conversation. It is
 * kept before it is sent; what may have been done is never blindly sent again.
 *
 * <p>May see {@code event}, {@code store}, and in {@code gateway} what a failed call means and
 * whose an order is.
 */
@NullMarked
package io.serai.command;

import org.jspecify.annotations.NullMarked;
