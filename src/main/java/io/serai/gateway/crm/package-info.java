/**
 * The CRM systems the hub knows by name: Salesforce, Zendesk, the WeCom directory, and a user asked
 * of several of them.
 *
 * <p>May see {@code event}, {@code edge} and {@code gateway}.
 */
@NullMarked
package io.serai.gateway.crm;

import org.jspecify.annotations.NullMarked;
