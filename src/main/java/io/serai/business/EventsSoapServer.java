package io.serai.business;

import io.micrometer.core.instrument.MeterRegistry;
import io.serai.edge.SafeXml;

import org.apache.camel.component.cxf.jaxws.CxfConfigurer;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.binding.soap.interceptor.AbstractSoapInterceptor;
import org.apache.cxf.endpoint.Client;
import org.apache.cxf.endpoint.Server;
import org.apache.cxf.frontend.AbstractWSDLBasedEndpointFactory;
import org.apache.cxf.headers.Header;
import org.apache.cxf.helpers.CastUtils;
import org.apache.cxf.helpers.HttpHeaderHelper;
import org.apache.cxf.interceptor.Fault;
import org.apache.cxf.message.Message;
import org.apache.cxf.phase.AbstractPhaseInterceptor;
import org.apache.cxf.phase.Phase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;
import org.w3c.dom.Element;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import javax.xml.namespace.QName;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Guards {@code /services/events}: lets in only callers that say who they are, by HTTP Basic or a
 * UsernameToken, and lets out no fault but the hub's own.
 */
final class EventsSoapServer implements CxfConfigurer {

    private static final Logger LOG = LoggerFactory.getLogger(EventsSoapServer.class);
    private static final Marker STRANGER = MarkerFactory.getMarker("stranger");
    private static final String BASIC = "Basic ";
    private static final QName SECURITY = new QName(UsernameToken.WSSE, "Security");

    private final UsernameToken users;
    private final MeterRegistry meters;

    EventsSoapServer(UsernameToken users, MeterRegistry meters) {
        this.users = users;
        this.meters = meters;
    }

    /** Beside what {@link EventsSoap} counts: callers who never get as far. */
    private void refused() {
        meters.counter("serai.events.inbound", "door", "soap", "outcome", "refused").increment();
    }

    @Override
    public void configure(AbstractWSDLBasedEndpointFactory factory) {}

    @Override
    public void configureClient(Client client) {}

    @Override
    public void configureServer(Server server) {
        server.getEndpoint().getInInterceptors().add(new Encoding());
        server.getEndpoint().getInInterceptors().add(new Door());
        server.getEndpoint().getOutFaultInterceptors().add(new Words());
    }

    /** Where the type names no charset the document does (RFC 7303); CXF would assume UTF-8. */
    private static final class Encoding extends AbstractPhaseInterceptor<Message> {

        Encoding() {
            super(Phase.RECEIVE);
        }

        @Override
        public void handleMessage(Message message) {
            InputStream body = message.getContent(InputStream.class);
            String type = (String) message.get(Message.CONTENT_TYPE);
            if (body == null || type == null || !isBare(type)) {
                return;
            }
            try {
                message.setContent(XMLStreamReader.class, SafeXml.reader(body.readAllBytes()));
            } catch (IOException | XMLStreamException e) {
                throw new Fault(e);
            }
        }

        private static boolean isBare(String type) {
            return !type.toLowerCase(Locale.ROOT).startsWith("multipart/")
                    && HttpHeaderHelper.findCharset(type) == null;
        }
    }

    private final class Door extends AbstractSoapInterceptor {

        Door() {
            super(Phase.PRE_PROTOCOL);
        }

        /** Or a caller that marks the header mustUnderstand would be refused. */
        @Override
        public Set<QName> getUnderstoodHeaders() {
            return Set.of(SECURITY);
        }

        @Override
        public void handleMessage(SoapMessage message) {
            if (!basic(message) && !token(message)) {
                refused();
                LOG.warn(STRANGER, "A SOAP caller did not say who it is, or not truly");
                EventFault refused =
                        EventFault.sender(
                                "UNAUTHENTICATED",
                                "Say who you are by HTTP Basic or a WS-Security UsernameToken.");
                refused.setStatusCode(401);
                throw refused;
            }
        }

        private boolean basic(SoapMessage message) {
            Map<String, List<String>> headers =
                    CastUtils.cast((Map<?, ?>) message.get(Message.PROTOCOL_HEADERS));
            List<String> given = headers == null ? null : headers.get("Authorization");
            if (given == null
                    || !given.getFirst().regionMatches(true, 0, BASIC, 0, BASIC.length())) {
                return false;
            }
            String pair = decoded(given.getFirst().substring(BASIC.length()).strip());
            int colon = pair.indexOf(':');
            return colon > 0 && users.accepts(pair.substring(0, colon), pair.substring(colon + 1));
        }

        private boolean token(SoapMessage message) {
            Header header = message.getHeader(SECURITY);
            return header != null
                    && header.getObject() instanceof Element security
                    && users.accepts(security);
        }

        private static String decoded(String base64) {
            try {
                return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                return "";
            }
        }
    }

    /** Many clients, .NET's and Java's among them, name their user only once they are asked to. */
    private static Map<String, List<String>> challenge() {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put(
                "WWW-Authenticate", List.of("Basic realm=\"business events\", charset=\"UTF-8\""));
        return headers;
    }

    /** Whatever else goes wrong is said in the hub's words: a stranger's may show its insides. */
    private final class Words extends AbstractPhaseInterceptor<Message> {

        Words() {
            super(Phase.SETUP);
        }

        @Override
        public void handleMessage(Message message) {
            Exception failure = message.getContent(Exception.class);
            if (failure instanceof EventFault fault && fault.getStatusCode() == 401) {
                message.put(Message.PROTOCOL_HEADERS, challenge());
            }
            if (failure instanceof Fault fault && !(failure instanceof EventFault)) {
                refused();
                LOG.warn(
                        STRANGER,
                        "A SOAP caller sent what is not of events.wsdl: {}",
                        failure.getClass().getSimpleName());
                EventFault said =
                        EventFault.sender(
                                "NOT_SOAP",
                                "The message is not one of this service's WSDL: a SOAP 1.1"
                                        + " envelope with one ReportEventRequest of "
                                        + EventsSoap.NAMESPACE);
                fault.setMessage(said.getMessage());
                fault.setDetail(said.getDetail());
                fault.setFaultCode(said.getFaultCode());
            }
        }
    }
}
