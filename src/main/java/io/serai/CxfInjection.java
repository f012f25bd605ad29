package io.serai;

import org.apache.cxf.bus.spring.Jsr250BeanPostProcessor;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.stereotype.Component;

/**
 * Takes out what CXF looks through every bean of the hub with, method by method, for annotations
 * that Spring heeds anyway. It is for services that are Spring beans; the hub's are Camel's, and
 * CXF gives these what they need by itself.
 */
@Component
final class CxfInjection implements BeanDefinitionRegistryPostProcessor {

    private static final String NAME = Jsr250BeanPostProcessor.class.getName();

    @Override
    public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
        if (registry.containsBeanDefinition(NAME)) {
            registry.removeBeanDefinition(NAME);
        }
    }
}
