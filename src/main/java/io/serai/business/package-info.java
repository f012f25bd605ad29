/**
 * What happens in the merchant's business, both ways: the doors by which systems report it (SOAP at
 * {@code /services/events}, REST at {@code /api/v1/events}), and what of the hub's own events goes
 * out to them.
 *
 * <p>May see {@code event}, {@code store}, {@code edge} and {@code gateway}.
 */
@NullMarked
package io.serai.business;

import org.jspecify.annotations.NullMarked;
