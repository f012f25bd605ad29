/**
 * What stands at the door: whether it is open, which headers may enter, how large and how fast a
 * body may come, how often a source may call, and the gate that lets requests wait while what
 * serves them is changed; and where the hub may call when somebody else gave the address.
 *
 * <p>Knows nothing of customer service and sees no other package of the hub.
 */
@NullMarked
package io.serai.edge;

import org.jspecify.annotations.NullMarked;
