package io.serai.websocket;

/** Takes in what other processes send to a group. */
record Elsewhere(WebSocketConnections connections) implements GroupRelay.Members {

    @Override
    public void receive(String path, String group, String text) {
        connections.sendToGroupHere(path, group, Payload.of(text));
    }

    @Override
    public void receive(String path, String group, byte[] bytes) {
        connections.sendToGroupHere(path, group, Payload.of(bytes));
    }
}
