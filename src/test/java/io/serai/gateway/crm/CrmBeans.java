package io.serai.gateway.crm;

import io.serai.gateway.SystemReply;
import io.serai.gateway.SystemRequest;

import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.spi.Registry;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.time.Clock;
import java.util.Map;

/** What Spring makes for Zendesk, WeCom and the users in all systems, where there is no Spring. */
public final class CrmBeans {

    private CrmBeans() {}

    public static void bind(CamelContext camel, Map<String, String> settings, Clock clock) {
        Registry registry = camel.getRegistry();
        CrmConfiguration made = new CrmConfiguration();
        RateWindows windows = made.rateWindows(clock);
        registry.bind("userKeys", made.userKeys(clock));
        registry.bind("userSources", made.userSources(clock));
        registry.bind("zendeskRequest", made.zendeskRequest(new SystemRequest(), windows));
        registry.bind("zendeskReply", made.zendeskReply(windows));
        registry.bind("wecomReply", made.wecomReply(new SystemReply()));
        WecomSettings wecom =
                new Binder(new MapConfigurationPropertySource(settings))
                        .bindOrCreate("serai.systems.wecom", WecomSettings.class);
        registry.bind(
                "wecomSigned", HttpClientConfigurer.class, made.wecomSigned(wecom, camel, clock));
    }
}
