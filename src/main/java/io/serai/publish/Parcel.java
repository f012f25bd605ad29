package io.serai.publish;

import java.util.UUID;

/**
 * An event in line for a subscriber.
 *
 * @param id of the delivery
 * @param event its id is the {@code webhook-id}
 * @param body what is signed and sent
 * @param tries since it was last put in line
 * @param attempts ever
 */
record Parcel(UUID id, UUID event, String body, int tries, int attempts) {}
