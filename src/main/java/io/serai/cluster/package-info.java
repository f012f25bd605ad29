/**
 * What the nodes of a cluster tell each other at once, over Redis: hints of new messages, frames
 * for groups of sockets, who is connected where, answers worth sharing. All of it may get lost: the
 * store is the truth, and whoever missed a hint catches up from there. One node alone needs none.
 *
 * <p>May see {@code websocket}, whose groups it joins; knows nothing of customer service.
 */
@NullMarked
package io.serai.cluster;

import org.jspecify.annotations.NullMarked;
