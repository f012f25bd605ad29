/**
 * What happens in a conversation: who owns it, what is said in it, what became of it. May see
 * {@code event}, {@code store}, {@code bus} and what the {@code bot} is asked and answers.
 */
@NullMarked
package io.serai.conversation;

import org.jspecify.annotations.NullMarked;
