package io.serai.gateway;

import io.serai.gateway.SystemSettings.WsSecurity;

import org.apache.cxf.binding.soap.SoapHeader;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.binding.soap.interceptor.AbstractSoapInterceptor;
import org.apache.cxf.phase.Phase;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;

import javax.xml.namespace.QName;

/**
 * Puts a WS-Security UsernameToken on a SOAP request (OASIS UsernameToken profile 1.0), with a
 * timestamp good for five minutes. The password of the text form is in the clear.
 */
final class WsSecurityHeader extends AbstractSoapInterceptor {

    private static final String OASIS = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-";
    private static final String WSSE = OASIS + "wssecurity-secext-1.0.xsd";
    private static final String WSU = OASIS + "wssecurity-utility-1.0.xsd";
    private static final String PROFILE = OASIS + "username-token-profile-1.0#";
    private static final String BASE64 = OASIS + "soap-message-security-1.0#Base64Binary";
    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SystemSettings settings;
    private final Clock clock;

    WsSecurityHeader(SystemSettings settings, Clock clock) {
        super(Phase.PRE_PROTOCOL);
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public void handleMessage(SoapMessage message) {
        byte[] nonce = new byte[16];
        RANDOM.nextBytes(nonce);
        SoapHeader header = new SoapHeader(new QName(WSSE, "Security"), security(nonce));
        header.setMustUnderstand(true);
        message.getHeaders().add(header);
    }

    private Element security(byte[] nonce) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        String created = now.toString();
        Document document = Xml.document();
        Element security = document.createElementNS(WSSE, "wsse:Security");
        document.appendChild(security);
        Element timestamp = add(security, WSU, "wsu:Timestamp");
        add(timestamp, WSU, "wsu:Created").setTextContent(created);
        add(timestamp, WSU, "wsu:Expires").setTextContent(now.plus(LIFE).toString());
        Element token = add(security, WSSE, "wsse:UsernameToken");
        add(token, WSSE, "wsse:Username").setTextContent(settings.username());
        Element password = add(token, WSSE, "wsse:Password");
        boolean digest = settings.wsSecurity() == WsSecurity.DIGEST;
        password.setAttribute("Type", PROFILE + (digest ? "PasswordDigest" : "PasswordText"));
        password.setTextContent(
                digest ? digest(nonce, created, settings.password()) : settings.password());
        Element sent = add(token, WSSE, "wsse:Nonce");
        sent.setAttribute("EncodingType", BASE64);
        sent.setTextContent(Base64.getEncoder().encodeToString(nonce));
        add(token, WSU, "wsu:Created").setTextContent(created);
        return security;
    }

    /** Base64 of the SHA-1 of nonce, time and password, one after the other. */
    static String digest(byte[] nonce, String created, String password) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update(nonce);
            sha1.update(created.getBytes(StandardCharsets.UTF_8));
            sha1.update(password.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(sha1.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-1", e);
        }
    }

    private static Element add(Element parent, String namespace, String name) {
        Element child = parent.getOwnerDocument().createElementNS(namespace, name);
        parent.appendChild(child);
        return child;
    }
}
