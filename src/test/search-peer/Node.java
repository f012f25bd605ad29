import org.codelibs.opensearch.runner.OpenSearchRunner;

/** One node: arguments are its ports and its folder. Says READY, and ends when its input does. */
public class Node {

    public static void main(String[] arguments) throws Exception {
        OpenSearchRunner runner = new OpenSearchRunner();
        runner.onBuild(
                        (number, settings) -> {
                            settings.put("http.port", arguments[0]);
                            settings.put("transport.port", arguments[1]);
                            settings.put("network.host", "127.0.0.1");
                            settings.put("discovery.type", "single-node");
                        })
                .build(
                        OpenSearchRunner.newConfigs()
                                .clusterName("serai")
                                .numOfNode(1)
                                .basePath(arguments[2]));
        runner.ensureYellow();
        System.out.println("READY");
        while (System.in.read() >= 0) {}
        System.exit(0);
    }
}
