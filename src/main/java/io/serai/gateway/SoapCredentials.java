package io.serai.gateway;

import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.binding.soap.interceptor.AbstractSoapInterceptor;
import org.apache.cxf.helpers.CastUtils;
import org.apache.cxf.interceptor.Fault;
import org.apache.cxf.message.Message;
import org.apache.cxf.phase.Phase;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHttpRequest;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Says who the hub is on a SOAP request, the same way as on any other. */
final class SoapCredentials extends AbstractSoapInterceptor {

    private final Authorization authorization;

    SoapCredentials(Authorization authorization) {
        super(Phase.PRE_PROTOCOL);
        this.authorization = authorization;
    }

    @Override
    public void handleMessage(SoapMessage message) {
        BasicHttpRequest signed = new BasicHttpRequest("POST", "/");
        try {
            authorization.sign(signed);
        } catch (IOException e) {
            throw new Fault(e);
        }
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        Map<String, List<String>> before =
                CastUtils.cast((Map<?, ?>) message.get(Message.PROTOCOL_HEADERS));
        if (before != null) {
            headers.putAll(before);
        }
        for (Header header : signed.getHeaders()) {
            headers.put(header.getName(), List.of(header.getValue()));
        }
        message.put(Message.PROTOCOL_HEADERS, headers);
    }
}
