/**
 * Tickets: what is to be done for a customer and takes longer than the conversation. Opened by an
 * agent or by a keyword rule, kept here or handed to another system, told back to the conversation.
 *
 * <p>May see {@code event}, {@code store}, {@code reload}, how the hub says something in {@code
 * conversation}, what is handled in {@code bus}, and what a refusal is in {@code gateway}.
 */
@NullMarked
package io.serai.ticket;

import org.jspecify.annotations.NullMarked;
