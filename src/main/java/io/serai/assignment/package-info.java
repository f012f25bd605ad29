/**
 * Who takes a conversation that waits for a human: presence, skills, capacity, offers. May see
 * {@code event}, {@code store}, the state machine of {@code conversation} and who works here from
 * {@code security}.
 */
@NullMarked
package io.serai.assignment;

import org.jspecify.annotations.NullMarked;
