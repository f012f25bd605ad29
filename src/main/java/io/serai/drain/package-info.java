/**
 * How the hub goes: it says so, shuts its doors, shows its sockets out and lets what is under way
 * finish, all within a limit. Nothing here is what keeps messages safe; the store is. A drain only
 * makes that nobody notices.
 *
 * <p>May see {@code event}, the entrance of {@code edge}, the connections of {@code websocket} and
 * {@code bus}.
 */
@NullMarked
package io.serai.drain;

import org.jspecify.annotations.NullMarked;
