/**
 * What the hub can be asked, described by itself: OpenAPI of its controllers and of the routes that
 * listen to HTTP, AsyncAPI of sockets, feed and topics, and the page that shows both. Made when
 * somebody asks; until then nothing of it is loaded. Looks at everybody from outside, by what
 * Spring and Camel know of them; sees {@code gateway}, {@code security} and {@code event} for the
 * shapes of what they give out.
 */
@NullMarked
package io.serai.apidoc;

import org.jspecify.annotations.NullMarked;
