package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;

import org.apache.camel.Exchange;
import org.apache.camel.component.cxf.common.CxfPayload;
import org.apache.cxf.binding.soap.SoapFault;
import org.apache.cxf.interceptor.Fault;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import javax.xml.namespace.QName;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.Source;
import javax.xml.transform.dom.DOMSource;

/** The ERP's stand-in: SOAP by {@code wsdl/retail-erp.wsdl}. */
public final class Erp {

    private static final String TYPES = "http://erp.example.cn/retail/v1/types";
    private static final QName SERVER =
            new QName("http://schemas.xmlsoap.org/soap/envelope/", "Server");

    private final SystemsData data;
    private final SystemModes modes;
    private final Map<String, String> returns = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    Erp(SystemsData data, SystemModes modes) {
        this.data = data;
        this.modes = modes;
    }

    /** Any operation of the WSDL, told apart by the element in the body. */
    public void call(Exchange exchange) throws InterruptedException {
        CxfPayload<?> payload = exchange.getMessage().getBody(CxfPayload.class);
        Element request = payload.getBody().getFirst();
        Document document = document();
        switch (modes.mode("erp")) {
            case OK -> {}
            case SLOW -> Thread.sleep(Duration.ofSeconds(10));
            case DOWN -> throw new SoapFault("down for maintenance", SERVER);
            case NONSENSE -> {
                answer(exchange, document.createElementNS("urn:nonsense", "ItWorks"));
                return;
            }
            case ERRORS -> throw fault("SYSTEM_BUSY", "系统繁忙，请稍后重试", true);
        }
        answer(
                exchange,
                switch (request.getLocalName()) {
                    case "GetOrderRequest" -> order(document, request);
                    case "GetShipmentRequest" -> shipments(document, request);
                    case "CreateReturnRequest" -> createReturn(document, request);
                    default -> throw fault("UNKNOWN_OPERATION", "未知操作", false);
                });
    }

    private JsonNode known(Element request) {
        String number = text(request, "orderNo");
        JsonNode order = data.order(number);
        if (order == null) {
            throw fault("ORDER_NOT_FOUND", "订单不存在：" + number, false);
        }
        return order;
    }

    private Element order(Document document, Element request) {
        JsonNode known = known(request);
        Element response = document.createElementNS(TYPES, "GetOrderResponse");
        Element order = add(response, "order");
        for (String field : List.of("orderNo", "status", "customerCode", "createdAt", "paidAt")) {
            add(order, field).setTextContent(known.path(field).asText());
        }
        money(add(order, "total"), known.path("total"));
        Element address = add(order, "address");
        add(address, "receiver").setTextContent("收件人");
        add(address, "mobile").setTextContent("13800000000");
        add(address, "province").setTextContent("上海市");
        add(address, "city").setTextContent("上海市");
        add(address, "detail").setTextContent("人民大道 1 号");
        Element lines = add(order, "lines");
        for (JsonNode bought : known.path("lines")) {
            Element line = add(lines, "line");
            for (String field : List.of("lineNo", "sku", "name", "quantity")) {
                add(line, field).setTextContent(bought.path(field).asText());
            }
            money(add(line, "unitPrice"), bought.path("unitPrice"));
        }
        return response;
    }

    private Element shipments(Document document, Element request) {
        String number = known(request).path("orderNo").asText();
        Element response = document.createElementNS(TYPES, "GetShipmentResponse");
        for (JsonNode known :
                data.find("shipments", parcel -> parcel.path("orderNo").asText().equals(number))) {
            Element shipment = add(response, "shipment");
            for (String field : List.of("orderNo", "carrier", "trackingNo", "status")) {
                add(shipment, field).setTextContent(known.path(field).asText());
            }
            for (JsonNode happened : known.path("events")) {
                Element event = add(shipment, "event");
                for (String field : List.of("at", "location", "description")) {
                    add(event, field).setTextContent(happened.path(field).asText());
                }
            }
        }
        return response;
    }

    private Element createReturn(Document document, Element request) {
        known(request);
        String id = text(request, "requestId");
        boolean duplicate = returns.containsKey(id);
        String number =
                returns.computeIfAbsent(
                        id, first -> "R20251112%06d".formatted(count.incrementAndGet()));
        Element response = document.createElementNS(TYPES, "CreateReturnResponse");
        add(response, "returnNo").setTextContent(number);
        add(response, "status").setTextContent("WAIT_AUDIT");
        add(response, "duplicate").setTextContent(String.valueOf(duplicate));
        return response;
    }

    private static Fault fault(String code, String text, boolean retryable) {
        SoapFault fault = new SoapFault(text, SERVER);
        Document document = document();
        Element detail = document.createElement("detail");
        document.appendChild(detail);
        Element erp = document.createElementNS(TYPES, "ErpFault");
        detail.appendChild(erp);
        add(erp, "code").setTextContent(code);
        add(erp, "message").setTextContent(text);
        add(erp, "retryable").setTextContent(String.valueOf(retryable));
        fault.setDetail(detail);
        return fault;
    }

    static void answer(Exchange exchange, Element response) {
        List<Source> body = new ArrayList<>(List.of(new DOMSource(response)));
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(new CxfPayload<>(new ArrayList<>(), body, null));
    }

    private static Element add(Element parent, String name) {
        Element child = parent.getOwnerDocument().createElementNS(TYPES, name);
        parent.appendChild(child);
        return child;
    }

    private static void money(Element parent, JsonNode money) {
        add(parent, "amount").setTextContent(money.path("amount").asText());
        add(parent, "currency").setTextContent(money.path("currency").asText());
    }

    private static String text(Element within, String name) {
        NodeList found = within.getElementsByTagNameNS(TYPES, name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent().strip();
    }

    static Document document() {
        try {
            return DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().newDocument();
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }
}
