/**
 * The way to the merchant's own systems (orders, CRM, ERP): what stands behind the Kamelets {@code
 * rest-system-action}, {@code graphql-system-action}, {@code soap-system-action} and {@code
 * cached-answer-action}, and the policy of every call. Systems known by name are in {@code crm},
 * databases and other protocols in {@code data}.
 *
 * <p>May see {@code event}, {@code store}, {@code bus}, {@code edge}, {@code cluster} and {@code
 * reload}.
 */
@NullMarked
package io.serai.gateway;

import org.jspecify.annotations.NullMarked;
