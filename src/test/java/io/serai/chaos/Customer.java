package io.serai.chaos;

/** Somebody who comes, talks and goes. */
interface Customer extends Runnable {

    Diary diary();

    /** True when everything they had to say is acknowledged. */
    boolean isThrough();

    /** Who stayed until now leaves. */
    default void leave() {}
}
