package io.serai.channel.douyin;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

import java.time.Clock;
import java.util.Map;

/** A clock as Spring would hand it out. */
final class Providers {

    /** Of something that is not there. */
    @SuppressWarnings("unchecked") // an empty provider is one of any type
    static <T> ObjectProvider<T> none() {
        return (ObjectProvider<T>) new StaticListableBeanFactory().getBeanProvider(Void.class);
    }

    private Providers() {}

    static ObjectProvider<Clock> of(Clock clock) {
        return new StaticListableBeanFactory(Map.of("clock", clock)).getBeanProvider(Clock.class);
    }
}
