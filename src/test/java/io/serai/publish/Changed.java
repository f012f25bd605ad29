package io.serai.publish;

/** A subscription in another state. */
final class Changed {

    private Changed() {}

    static Webhook to(Webhook it, Webhook.State state) {
        return new Webhook(
                it.id(),
                it.url(),
                it.description(),
                it.types(),
                state,
                null,
                it.place(),
                null,
                it.oldSecretUntil(),
                it.created(),
                it.updated());
    }
}
