package io.serai.channel.wechat;

import org.jspecify.annotations.Nullable;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

import java.net.http.HttpClient;
import java.time.Duration;

/**
 * The HTTP client for calls of WeChat, made when the first is due: with it comes the JDK's store of
 * trusted certificates, which a hub without WeChat need not read at every start.
 */
final class LazyClient {

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration READ = Duration.ofSeconds(4);

    private @Nullable RestClient made;

    synchronized RestClient get() {
        RestClient known = made;
        if (known == null) {
            known = make();
            made = known;
        }
        return known;
    }

    private static RestClient make() {
        JdkClientHttpRequestFactory requests =
                new JdkClientHttpRequestFactory(
                        HttpClient.newBuilder()
                                .version(HttpClient.Version.HTTP_1_1)
                                .connectTimeout(CONNECT)
                                .build());
        requests.setReadTimeout(READ);
        return RestClient.builder().requestFactory(requests).build();
    }
}
