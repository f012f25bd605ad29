package io.serai.channel.douyin;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

import java.time.Clock;
import java.util.Map;

/** A clock as Spring would hand it out. */
final class Providers {

    private Providers() {}

    static ObjectProvider<Clock> of(Clock clock) {
        return new StaticListableBeanFactory(Map.of("clock", clock)).getBeanProvider(Clock.class);
    }
}
