package io.serai.websocket;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A WebSocket client on a bare socket, so that a test can misbehave on the wire. */
public final class RawClient implements AutoCloseable {

    static final String BROWSERS_OFFER = "permessage-deflate; client_max_window_bits";

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    final int status;
    final Map<String, String> headers = new TreeMap<>();

    record Frame(int opcode, ByteBuffer payload) {

        String text() {
            return StandardCharsets.UTF_8.decode(payload.duplicate()).toString();
        }

        int closeCode() {
            return payload.getShort(0) & 0xffff;
        }
    }

    RawClient(int port, String target, String... extraHeaders) throws IOException {
        this(port, 0, target, extraHeaders);
    }

    /**
     * @param receiveBuffer bytes, for one who reads slowly; 0: the system's
     */
    public RawClient(int port, int receiveBuffer, String target, String... extraHeaders)
            throws IOException {
        socket = new Socket();
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.connect(new InetSocketAddress("localhost", port));
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
        out = socket.getOutputStream();
        StringBuilder request = new StringBuilder();
        request.append("GET ").append(target).append(" HTTP/1.1\r\nHost: localhost:").append(port);
        request.append("\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n");
        request.append("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
        request.append("Sec-WebSocket-Version: 13\r\n");
        for (String header : extraHeaders) {
            request.append(header).append("\r\n");
        }
        out.write(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        status = Integer.parseInt(line().split(" ")[1]);
        for (String header = line(); !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("after: " + line);
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    public RawClient sendText(String text) throws IOException {
        return send(1, text.getBytes(StandardCharsets.UTF_8), true);
    }

    RawClient sendBinary(byte[] bytes) throws IOException {
        return send(2, bytes, true);
    }

    RawClient send(int opcode, byte[] payload, boolean last) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        header(frame, opcode, payload.length, last);
        frame.writeBytes(payload);
        out.write(frame.toByteArray());
        out.flush();
        return this;
    }

    /** Announces a frame of this length, masked with zeros, and sends the start of it. */
    RawClient announce(int opcode, long length, byte[] start) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        header(frame, opcode, length, true);
        frame.write(start);
        out.write(frame.toByteArray());
        out.flush();
        return this;
    }

    private static void header(ByteArrayOutputStream frame, int opcode, long length, boolean last) {
        frame.write((last ? 0x80 : 0) | opcode);
        if (length < 126) {
            frame.write(0x80 | (int) length);
        } else if (length < 65536) {
            frame.write(0x80 | 126);
            frame.write((int) length >> 8);
            frame.write((int) length);
        } else {
            frame.write(0x80 | 127);
            frame.writeBytes(ByteBuffer.allocate(8).putLong(length).array());
        }
        frame.writeBytes(new byte[4]);
    }

    Frame read() throws IOException {
        int first = in.readUnsignedByte();
        long length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        byte[] payload = in.readNBytes((int) length);
        if (payload.length < length) {
            throw new EOFException();
        }
        return new Frame(first & 0x0f, ByteBuffer.wrap(payload));
    }

    /** The next frame, which must be a text. */
    public String readText() throws IOException {
        Frame frame = read();
        if (frame.opcode() != 1) {
            throw new IOException("not a text: opcode " + frame.opcode());
        }
        return frame.text();
    }

    /** Reads on to the close frame, answers it and gives its code. */
    public int readToClose() throws IOException {
        Frame frame = read();
        while (frame.opcode() != 8) {
            frame = read();
        }
        try {
            send(8, frame.payload().array(), true);
        } catch (IOException cutAlready) {
            return frame.closeCode();
        }
        return frame.closeCode();
    }

    boolean isCut() {
        try {
            in.skipNBytes(Long.MAX_VALUE);
            return true;
        } catch (java.net.SocketTimeoutException stillThere) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
