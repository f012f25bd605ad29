/**
 * Who is asking and what he may do: logins, roles, the tokens of agents, visitors and merchants'
 * own users, and which path needs which.
 *
 * <p>May see {@code edge}.
 */
@NullMarked
package io.serai.security;

import org.jspecify.annotations.NullMarked;
