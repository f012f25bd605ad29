/**
 * The one event model: what a customer, a bot, an agent or a business system said or did, whatever
 * channel it came by.
 *
 * <p>Sealed records with their JSON form. Depends on nothing of the hub; everything else depends on
 * it.
 */
@NullMarked
package io.serai.event;

import org.jspecify.annotations.NullMarked;
