/**
 * The way to the merchant's own systems (orders, CRM, ERP) and back: what stands behind the
 * Kamelets {@code rest-system-action}, {@code graphql-system-action}, {@code soap-system-action}
 * and {@code cached-answer-action}, and behind the doors by which those systems report events.
 *
 * <p>May see {@code event} and {@code edge}.
 */
@NullMarked
package io.serai.gateway;

import org.jspecify.annotations.NullMarked;
