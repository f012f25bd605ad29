/**
 * WeChat official accounts and mini programs: what their Kamelets need in Java. Verifies, decrypts
 * and normalises what the platform pushes, and words what goes back. May see {@code event}, {@code
 * store}, which may be away, {@code bus}, {@code cluster} and {@code edge}, whose HTTP client calls
 * the platform.
 */
@NullMarked
package io.serai.channel.wechat;

import org.jspecify.annotations.NullMarked;
