/**
 * What those who run the hub need: the start banner, health, the trail that ties log lines to a
 * conversation and a trace, and the desk for dead letters.
 *
 * <p>May see {@code event}, {@code store}, {@code bus}, the dead letters of {@code conversation}
 * and who works here from {@code security}.
 */
@NullMarked
package io.serai.ops;

import org.jspecify.annotations.NullMarked;
