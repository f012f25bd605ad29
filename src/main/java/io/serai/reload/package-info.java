/**
 * Validated live edits: whatever an integrator saves under routes/, connectors/ or another live
 * folder is checked whole, swapped in by difference and rolled back when it does not start.
 *
 * <p>May see {@code io.serai.edge} (the gate that holds requests during a swap) and nothing else of
 * the hub. Other features hand in a {@link io.serai.reload.LiveFolder} bean.
 */
@NullMarked
package io.serai.reload;

import org.jspecify.annotations.NullMarked;
