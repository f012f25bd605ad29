package io.serai.websocket;

/**
 * Joins the groups of several processes to one: what is sent to a group reaches its members
 * everywhere. All this package needs to know of the other processes. Nothing here may wait.
 */
public interface GroupRelay {

    /** Of a process that has no others. */
    GroupRelay NONE = new None();

    /** A group has its first member here: from now on what others send to it must come in. */
    void opened(String path, String group);

    /** A group has no more members here. */
    void closed(String path, String group);

    /** Sends a text to the members in the other processes. */
    void send(String path, String group, String text);

    /** Sends a binary message to the members in the other processes. */
    void send(String path, String group, byte[] bytes);

    /** True if there are no other processes, so that a group's members are all known here. */
    boolean isAlone();

    /** Sets who takes what comes in; called once, before anything is opened. */
    void deliverTo(Members members);

    /** The members of the groups here. */
    interface Members {

        void receive(String path, String group, String text);

        void receive(String path, String group, byte[] bytes);
    }

    /** Nobody else is there. */
    record None() implements GroupRelay {

        @Override
        public void opened(String path, String group) {}

        @Override
        public void closed(String path, String group) {}

        @Override
        public void send(String path, String group, String text) {}

        @Override
        public void send(String path, String group, byte[] bytes) {}

        @Override
        public boolean isAlone() {
            return true;
        }

        @Override
        public void deliverTo(Members members) {}
    }
}
