package io.serai.gateway;

import com.ctc.wstx.exc.WstxEOFException;

import org.apache.cxf.binding.soap.SoapFault;
import org.apache.cxf.interceptor.Fault;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

import java.io.IOException;
import java.util.Locale;

import javax.xml.stream.XMLStreamException;

/** Says what a failed SOAP call means: whether it may pass, and whose fault it is. */
final class SoapFaults {

    private static final int LONGEST_TEXT = 200;

    private SoapFaults() {}

    /** The code the system's own fault detail gives. */
    static @Nullable String code(Exception failure) {
        Element detail = failure instanceof Fault fault ? fault.getDetail() : null;
        return detail == null ? null : text(detail, "code");
    }

    static Exception meaning(Exception failure) {
        if (failure instanceof TransientException
                || failure instanceof ContractException
                || failure instanceof RefusedException) {
            return failure;
        }
        Trouble.tell(failure);
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof WstxEOFException) {
                return new TransientException("its answer was cut off");
            }
            if (cause instanceof XMLStreamException) {
                return new ContractException("its answer is not the XML of SOAP");
            }
            if (cause instanceof IOException io) {
                return io;
            }
        }
        return failure instanceof SoapFault fault ? said(fault) : unread();
    }

    private static ContractException unread() {
        return new ContractException("its answer is not of the agreed contract");
    }

    private static Exception said(SoapFault fault) {
        String code = code(fault);
        Element detail = fault.getDetail();
        if (code != null && detail != null) {
            String says = "it says " + code + ": " + shortened(text(detail, "message"));
            return "true".equals(text(detail, "retryable"))
                    ? new TransientException(says)
                    : new RefusedException(says);
        }
        if (fault.getCause() != null) {
            return unread();
        }
        String role = fault.getFaultCode().getLocalPart().toLowerCase(Locale.ROOT);
        return role.startsWith("client") || role.startsWith("sender")
                ? new RefusedException("it refuses the request with a fault")
                : new TransientException("it answers with a fault");
    }

    private static @Nullable String text(Element within, String name) {
        NodeList found = within.getElementsByTagNameNS("*", name);
        return found.getLength() == 0 ? null : found.item(0).getTextContent().strip();
    }

    private static String shortened(@Nullable String text) {
        String given = text == null ? "" : text;
        return given.length() <= LONGEST_TEXT ? given : given.substring(0, LONGEST_TEXT) + "…";
    }
}
