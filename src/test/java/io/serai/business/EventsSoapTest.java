package io.serai.business;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.edge.SafeXml;
import io.serai.event.Event;

import org.apache.camel.Exchange;
import org.apache.camel.component.cxf.common.CxfPayload;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.w3c.dom.Element;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import javax.xml.XMLConstants;
import javax.xml.transform.Source;
import javax.xml.transform.dom.DOMSource;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;

/** What stands in a {@code ReportEventRequest}, held to {@code wsdl/events.wsdl}. */
class EventsSoapTest {

    private static final String EVENT =
            """
            <ReportEventRequest xmlns="urn:serai:events:v1"><id>1</id><type>order.paid</type><orderNo>E1</orderNo>\
            <customerCode>C1</customerCode><occurredAt>2026-11-21T16:00:00+08:00</occurredAt>\
            <detail><name>note</name><value>paid</value></detail></ReportEventRequest>\
            """;

    private final EventsSettings settings =
            new Binder(List.of()).bindOrCreate("serai.events", EventsSettings.class);
    private final EventsSoap soap =
            new EventsSoap(
                    new BusinessEvents(ZoneOffset.UTC, settings.types()),
                    new SimpleMeterRegistry(),
                    Clock.systemUTC());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    customerCode> | customercode> | ReportEventRequest has no element customercode; it has id, type, orderNo, customerCode, occurredAt, detail, all of urn:serai:events:v1
                    value> | valu> | detail has no element valu; it has name, value, all of urn:serai:events:v1
                    <id>1</id> | '' | id must be 1 to 128 visible ASCII characters
                    <id>1</id> | <id>1</id><id>2</id> | id is given twice
                    <id> | <id xmlns=""> | ReportEventRequest has no element id; it has id, type, orderNo, customerCode, occurredAt, detail, all of urn:serai:events:v1
                    <value>paid | <value>paid<x/> | value must be a text, without elements in it
                    <detail> | <detail><name>note</name><value>2</value></detail><detail> | no two details may have the same name
                    <name> | <id>1</id><name> | detail has no element id; it has name, value, all of urn:serai:events:v1
                    """)
    void anElementThatIsNotOfTheWsdlIsRefusedByName(String right, String wrong, String rule) {
        String request = EVENT.replace(right, wrong);

        assertThatThrownBy(() -> event(request)).hasMessage(rule);
    }

    @Test
    void whatIsSaidIsAnEvent() throws Exception {
        Event event = event(EVENT);

        assertThat(event.id()).isEqualTo("1");
        assertThat(event.data().at("/customerCode").asText()).isEqualTo("C1");
        assertThat(event.data().at("/details/note").asText()).isEqualTo("paid");
    }

    @Test
    void moreThanAnEventHasIsRefused() {
        StringBuilder details = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            String value = "保".repeat(2_000);
            details.append("<detail><name>%d</name><value>%s</value></detail>".formatted(i, value));
        }
        String request = EVENT.replaceFirst("<detail>", details + "<detail>");

        assertThatThrownBy(() -> event(request)).hasMessage("an event has at most 64 KiB");
    }

    @Test
    void everyTypeThatIsTakenIsOneOfTheWsdl() throws Exception {
        Validator wsdl = schema();

        for (String type : settings.types()) {
            String request = EVENT.replace("order.paid", type);

            assertThat(event(request).type()).isEqualTo("io.serai." + type);
            assertThatCode(() -> wsdl.validate(new DOMSource(element(request))))
                    .as(type)
                    .doesNotThrowAnyException();
        }
    }

    private static Validator schema() throws Exception {
        Element wsdl =
                SafeXml.document(Files.readAllBytes(Path.of("src/main/resources/wsdl/events.wsdl")))
                        .getDocumentElement();
        return SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(
                        new DOMSource(
                                wsdl.getElementsByTagNameNS(
                                                XMLConstants.W3C_XML_SCHEMA_NS_URI, "schema")
                                        .item(0)))
                .newValidator();
    }

    private static Element element(String xml) throws Exception {
        return SafeXml.document(xml.getBytes(StandardCharsets.UTF_8)).getDocumentElement();
    }

    private Event event(String request) throws Exception {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        List<Source> body = new ArrayList<>(List.of(new DOMSource(element(request))));
        exchange.getMessage().setBody(new CxfPayload<>(new ArrayList<>(), body, null));
        soap.read(exchange);
        return exchange.getMessage().getBody(Event.class);
    }
}
