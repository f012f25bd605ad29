package io.serai.gateway;

import com.ctc.wstx.exc.WstxEOFException;

import org.apache.cxf.binding.soap.SoapFault;
import org.apache.cxf.interceptor.Fault;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

import java.io.IOException;
import java.util.Locale;
import java.util.Set;

import javax.xml.stream.XMLStreamException;

/** Says what a failed SOAP call means: whether it may pass, and whose fault it is. */
final class SoapFaults {

    /** What one side does not take for SOAP at all; CXF says the first of an answer, too. */
    private static final Set<String> OF_SOAP = Set.of("versionmismatch", "mustunderstand");

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
            if (cause instanceof SoapConduit.Unanswered unanswered) {
                return unanswered.why();
            }
            if (cause instanceof IOException) {
                return unread();
            }
        }
        return failure instanceof SoapFault fault ? said(fault) : unread();
    }

    private static ContractException unread() {
        return new ContractException("its answer is not of the agreed contract");
    }

    /** Of what it says only the code is repeated: its words may be about a person. */
    private static Exception said(SoapFault fault) {
        String code = code(fault);
        if (code == null && (fault.getCause() != null || OF_SOAP.contains(role(fault)))) {
            return unread();
        }
        String named =
                code != null && SystemReply.CODE.matcher(code).matches() ? " (" + code + ")" : "";
        return mayPass(fault, code)
                ? new TransientException("it answers with a fault" + named)
                : new RefusedException("it refuses the request with a fault" + named);
    }

    private static boolean mayPass(SoapFault fault, @Nullable String code) {
        if (code != null) {
            return "true".equals(text(fault.getDetail(), "retryable"));
        }
        return !role(fault).startsWith("client") && !role(fault).startsWith("sender");
    }

    private static String role(SoapFault fault) {
        return fault.getFaultCode().getLocalPart().toLowerCase(Locale.ROOT);
    }

    private static @Nullable String text(Element within, String name) {
        NodeList found = within.getElementsByTagNameNS("*", name);
        return found.getLength() == 0 ? null : found.item(0).getTextContent().strip();
    }
}
