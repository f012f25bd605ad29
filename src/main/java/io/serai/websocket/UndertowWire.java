package io.serai.websocket;

import io.undertow.websockets.jsr.UndertowSession;

import jakarta.websocket.Session;

import org.springframework.util.ClassUtils;

/** Undertow's: a flooding client is held by TCP itself, and a silent one can be cut. */
record UndertowWire(Session session) implements Wire {

    private static final boolean PRESENT =
            ClassUtils.isPresent(
                    "io.undertow.websockets.jsr.UndertowSession",
                    UndertowWire.class.getClassLoader());

    static boolean fits(Session session) {
        return PRESENT && session instanceof UndertowSession;
    }

    @Override
    public boolean pause() {
        undertow().getWebSocketChannel().suspendReceives();
        return true;
    }

    @Override
    public void resume() {
        undertow().getWebSocketChannel().resumeReceives();
    }

    @Override
    public void sever() {
        undertow().forceClose();
    }

    private UndertowSession undertow() {
        return (UndertowSession) session;
    }
}
