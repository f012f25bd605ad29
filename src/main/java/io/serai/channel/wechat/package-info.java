/**
 * WeChat official accounts and mini programs: what their Kamelets need in Java. Verifies, decrypts
 * and normalises what the platform pushes, and words what goes back. May see {@code event} and
 * {@code bus}.
 */
@NullMarked
package io.serai.channel.wechat;

import org.jspecify.annotations.NullMarked;
