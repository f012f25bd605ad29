package io.serai.publish;

/** A subscription in another state, or at another place. */
final class Changed {

    private Changed() {}

    static Webhook to(Webhook it, Webhook.State state) {
        return to(it, state, it.place());
    }

    static Webhook to(Webhook it, String place) {
        return to(it, it.state(), place);
    }

    private static Webhook to(Webhook it, Webhook.State state, String place) {
        return new Webhook(
                it.id(),
                it.url(),
                it.description(),
                it.types(),
                state,
                null,
                place,
                null,
                it.oldSecretUntil(),
                it.created(),
                it.updated());
    }
}
