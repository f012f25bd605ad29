/**
 * WeChat official accounts and mini programs: what their Kamelets need in Java. Verifies, decrypts
 * and normalises what the platform pushes, and words what goes back. May see {@code event}, {@code
 * bus} and {@code cluster}.
 */
@NullMarked
package io.serai.channel.wechat;

import org.jspecify.annotations.NullMarked;
