/**
 * Douyin (抖音) direct messages: what the two Kamelets {@code douyin-source} and {@code douyin-sink}
 * need in Java. Verifies and normalises webhooks; knows the send API's windows, codes and tokens.
 * May see {@code event}, {@code store} for the tokens that nodes share, {@code cluster} for what
 * they count together, and {@code edge}, whose HTTP client calls the platform.
 */
@NullMarked
package io.serai.channel.douyin;

import org.jspecify.annotations.NullMarked;
