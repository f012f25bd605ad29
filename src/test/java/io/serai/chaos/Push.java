package io.serai.chaos;

import java.net.URI;
import java.net.http.HttpRequest;

/** How a platform tells the hub what one of its users wrote: signed, and each try on its own. */
interface Push {

    /** The channel's name at the hub. */
    String channel();

    /** One try at the webhook. */
    HttpRequest request(URI hub, Written written);

    /**
     * A message on the platform.
     *
     * @param user who wrote it
     * @param id the platform's
     * @param millis when, since 1970
     * @param words what
     */
    record Written(String user, long id, long millis, String words) {}
}
