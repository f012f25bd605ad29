/**
 * Stand-ins for the platforms and the merchant's systems, in profile {@code sandbox} only. They
 * speak the real protocols from their side and share nothing with the hub's own connectors. May see
 * {@code event}.
 */
@NullMarked
package io.serai.sandbox;

import org.jspecify.annotations.NullMarked;
