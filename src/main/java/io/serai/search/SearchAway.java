package io.serai.search;

/** There is no index to search, not yet or not on this node. */
public final class SearchAway extends RuntimeException {

    private static final long serialVersionUID = 1;

    SearchAway(String message) {
        super(message);
    }
}
