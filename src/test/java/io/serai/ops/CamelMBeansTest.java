package io.serai.ops;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.service.ServiceSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.util.Set;

import javax.management.MBeanServer;
import javax.management.ObjectName;

class CamelMBeansTest {

    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    private final DefaultCamelContext camel = new DefaultCamelContext();

    @BeforeEach
    void start() throws Exception {
        camel.getCamelContextExtension().setName("described-once");
        new CamelMBeans().configure(camel);
        camel.addService(new Kettle());
        camel.addRoutes(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:one").routeId("one").log("${body}");
                        from("direct:two").routeId("two").log("${body}");
                    }
                });
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void eachRouteShowsItsOwnFigures() throws Exception {
        camel.createProducerTemplate().sendBody("direct:one", "hello");

        assertThat(route("one", "EndpointUri")).isEqualTo("direct://one");
        assertThat(route("two", "EndpointUri")).isEqualTo("direct://two");
        assertThat(route("one", "ExchangesTotal")).isEqualTo(1L);
        assertThat(route("two", "ExchangesTotal")).isEqualTo(0L);
    }

    @Test
    void aRouteIsStoppedWithoutTheOther() throws Exception {
        beans.invoke(name("one"), "stop", null, null);

        assertThat(route("one", "State")).isEqualTo("Stopped");
        assertThat(route("two", "State")).isEqualTo("Started");
    }

    @Test
    void whatDescribesItselfIsShownAsItSays() throws Exception {
        Set<ObjectName> services =
                beans.queryNames(
                        new ObjectName("org.apache.camel:context=described-once,type=services,*"),
                        null);

        ObjectName kettle =
                services.stream()
                        .filter(each -> each.getKeyProperty("name").contains("Kettle"))
                        .findFirst()
                        .orElseThrow();
        assertThat(beans.getAttribute(kettle, "Degrees")).isEqualTo(80);
        assertThat(beans.getAttribute(kettle, "ServiceType")).isEqualTo("Kettle");
    }

    private Object route(String id, String attribute) throws Exception {
        return beans.getAttribute(name(id), attribute);
    }

    private static ObjectName name(String id) throws Exception {
        return new ObjectName(
                "org.apache.camel:context=described-once,type=routes,name=\"" + id + "\"");
    }

    /** A service with an attribute of its own. */
    @ManagedResource(description = "A kettle")
    public static class Kettle extends ServiceSupport {

        @ManagedAttribute(description = "How hot it is")
        public int getDegrees() {
            return 80;
        }
    }
}
