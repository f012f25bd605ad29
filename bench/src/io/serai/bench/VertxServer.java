package io.serai.bench;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;

/**
 * The limit of density: a Vert.x server that does nothing but echo texts. Prints its port and
 * serves until killed.
 */
final class VertxServer {

    private VertxServer() {}

    public static void main(String... args) {
        Vertx.vertx()
                .createHttpServer(
                        new HttpServerOptions()
                                .setHost("127.0.0.1")
                                .setPort(0)
                                .setPerMessageWebSocketCompressionSupported(false)
                                .setPerFrameWebSocketCompressionSupported(false))
                .webSocketHandler(VertxServer::echo)
                .listen()
                .onSuccess(server -> System.out.println(server.actualPort()))
                .onFailure(
                        cause -> {
                            cause.printStackTrace();
                            System.exit(1);
                        });
    }

    private static void echo(ServerWebSocket socket) {
        socket.textMessageHandler(socket::writeTextMessage);
    }
}
