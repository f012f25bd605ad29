package io.serai.websocket;

import jakarta.websocket.Session;

/** What Jakarta WebSocket leaves out: not reading for a while, and cutting a connection. */
interface Wire {

    /** Stops reading; false: the container can't. */
    boolean pause();

    void resume();

    /** Cuts the connection, whatever is still to be sent. */
    void sever();

    static Wire of(Session session) {
        return UndertowWire.fits(session) ? new UndertowWire(session) : new PlainWire(session);
    }

    /** Any container: can't pause, and cuts by an idle timeout nobody can keep. */
    record PlainWire(Session session) implements Wire {

        @Override
        public boolean pause() {
            return false;
        }

        @Override
        public void resume() {}

        @Override
        public void sever() {
            session.setMaxIdleTimeout(1);
        }
    }
}
