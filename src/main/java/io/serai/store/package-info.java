/**
 * The ledger: conversations, their events and what is still to be sent, in plain SQL with group
 * commit. H2 in a file or PostgreSQL. May see {@code event} alone.
 */
@NullMarked
package io.serai.store;

import org.jspecify.annotations.NullMarked;
