package io.serai.websocket;

import jakarta.websocket.CloseReason;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.Session;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Any container's: can't stop reading, and cuts by an idle timeout nobody can keep. */
record JakartaWire(Session session) implements Wire {

    private static final Logger LOG = LoggerFactory.getLogger(JakartaWire.class);

    @Override
    public boolean isOpen() {
        return session.isOpen();
    }

    @Override
    public void send(Payload payload, Sent sent) {
        SendHandler handler = result -> sent.done(result.isOK());
        try {
            RemoteEndpoint.Async remote = session.getAsyncRemote();
            switch (payload) {
                case Payload.Text text -> remote.sendText(text.text(), handler);
                case Payload.Binary binary -> remote.sendBinary(binary.view(), handler);
            }
        } catch (RuntimeException closedMeanwhile) {
            LOG.debug("A message met a closed socket", closedMeanwhile);
            sent.done(false);
        }
    }

    @Override
    public void ping() {
        try {
            session.getAsyncRemote().sendPing(ByteBuffer.allocate(0));
        } catch (IOException | RuntimeException gone) {
            LOG.debug("No ping could be sent", gone);
        }
    }

    @Override
    public void close(CloseFrame frame) {
        try {
            session.close(
                    new CloseReason(
                            CloseReason.CloseCodes.getCloseCode(frame.code()), frame.reason()));
        } catch (IOException | RuntimeException alreadyGone) {
            LOG.debug("A socket was gone before it could be closed", alreadyGone);
        }
    }

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
