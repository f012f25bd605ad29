package io.serai.console;

import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import java.time.Duration;

/**
 * Serves the built pages with the caching each allows: files whose name carries their content's
 * hash for ever, the widget for some minutes, pages only after asking whether they changed.
 */
@Configuration(proxyBeanMethods = false)
class PagesConfiguration implements WebMvcConfigurer {

    private static final String PAGES = "classpath:/static/";
    private static final Duration FOR_EVER = Duration.ofDays(365);
    private static final Duration WIDGET_LIFE = Duration.ofMinutes(10);

    private final boolean sandbox;

    PagesConfiguration(Environment environment) {
        this.sandbox = environment.acceptsProfiles(Profiles.of("sandbox"));
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/assets/**")
                .addResourceLocations(PAGES + "assets/")
                .setCacheControl(CacheControl.maxAge(FOR_EVER).cachePublic().immutable());
        registry.addResourceHandler("/widget.js")
                .addResourceLocations(PAGES)
                .setCacheControl(CacheControl.maxAge(WIDGET_LIFE).cachePublic());
        registry.addResourceHandler("/index.html", "/icon.svg")
                .addResourceLocations(PAGES)
                .setCacheControl(CacheControl.noCache());
        if (sandbox) {
            registry.addResourceHandler("/sandbox.html")
                    .addResourceLocations(PAGES)
                    .setCacheControl(CacheControl.noCache());
        }
    }

    @Override
    public void addViewControllers(ViewControllerRegistry registry) {
        registry.addViewController("/").setViewName("forward:/index.html");
        if (sandbox) {
            registry.addViewController("/sandbox").setViewName("forward:/sandbox.html");
        }
    }
}
