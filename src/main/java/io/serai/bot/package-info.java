/**
 * The bot: decides what a customer's message is answered with, and when a human takes over.
 *
 * <p>It stores nothing. The flow hands it a {@link io.serai.bot.Turn} and commits the {@link
 * io.serai.bot.Verdict} it returns. Sees {@code event} and {@code reload}; it reaches business
 * systems only through {@code direct:system.*} routes and the gateway's {@code Answer}.
 */
@NullMarked
package io.serai.bot;

import org.jspecify.annotations.NullMarked;
