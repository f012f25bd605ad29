package io.serai;

import java.net.URI;
import java.util.concurrent.TimeoutException;

/** Where clients find the hub: a process of it, or a balancer before several. */
interface Door {

    URI hub(String path);

    URI socket(String path);

    /** Waits until there is any use in coming. */
    void awaitOpen() throws InterruptedException, TimeoutException;
}
