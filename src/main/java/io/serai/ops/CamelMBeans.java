package io.serai.ops;

import org.apache.camel.CamelContext;
import org.apache.camel.api.management.ManagedInstance;
import org.apache.camel.api.management.NotificationSenderAware;
import org.apache.camel.spi.CamelContextCustomizer;
import org.apache.camel.spring.spi.SpringManagementMBeanAssembler;
import org.apache.camel.support.management.MixinRequiredModelMBean;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.lang.annotation.Annotation;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.modelmbean.InvalidTargetObjectTypeException;
import javax.management.modelmbean.ModelMBean;
import javax.management.modelmbean.ModelMBeanInfo;
import javax.management.modelmbean.RequiredModelMBean;

/**
 * What JMX shows of Camel's routes, described once for each kind. Camel puts the same hundred
 * attributes and operations together anew for every route, which a start would pay for.
 */
@Component
class CamelMBeans implements CamelContextCustomizer {

    private static final String KINDS = "org.apache.camel.management.mbean.";

    @Override
    public void configure(CamelContext camel) {
        camel.getCamelContextExtension().setManagementMBeanAssembler(new Assembler(camel));
    }

    private static final class Assembler extends SpringManagementMBeanAssembler {

        private final Map<Class<?>, ModelMBeanInfo> known = new ConcurrentHashMap<>();

        Assembler(CamelContext camel) {
            super(camel);
        }

        @Override
        public @Nullable ModelMBean assemble(MBeanServer server, Object managed, ObjectName name)
                throws JMException {
            if (!managed.getClass().getName().startsWith(KINDS)
                    || managed instanceof NotificationSenderAware
                    || describesItself(managed)) {
                return super.assemble(server, managed, name);
            }
            ModelMBeanInfo info = known.get(managed.getClass());
            if (info == null) {
                info = assembler.getMBeanInfo(camelContext, managed, null, name.toString());
                known.put(managed.getClass(), info);
            }
            Boolean mask = camelContext.getManagementStrategy().getManagementAgent().getMask();
            RequiredModelMBean bean =
                    new MixinRequiredModelMBean(info, Boolean.TRUE.equals(mask), null, null);
            try {
                bean.setManagedResource(managed, "ObjectReference");
            } catch (InvalidTargetObjectTypeException e) {
                throw new JMException(e.getMessage());
            }
            return bean;
        }

        /** Whether what is managed says itself, with annotations, what JMX shows of it. */
        private static boolean describesItself(Object managed) {
            if (!(managed instanceof ManagedInstance instance) || instance.getInstance() == null) {
                return false;
            }
            for (Annotation annotation : instance.getInstance().getClass().getAnnotations()) {
                if (annotation.annotationType().getSimpleName().equals("ManagedResource")) {
                    return true;
                }
            }
            return false;
        }
    }
}
