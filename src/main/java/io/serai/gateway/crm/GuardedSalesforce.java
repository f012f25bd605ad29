package io.serai.gateway.crm;

import org.apache.camel.component.salesforce.SalesforceComponent;
import org.apache.camel.component.salesforce.internal.client.SalesforceSecurityHandler;
import org.eclipse.jetty.client.ProtocolHandler;
import org.eclipse.jetty.client.ProtocolHandlers;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.WWWAuthenticationProtocolHandler;
import org.eclipse.jetty.client.transport.HttpRequest;

/**
 * The component, mended in one place: when the token endpoint itself answers 401, its security
 * handler fails in Jetty's thread and whoever logs in waits for ever, holding the lock that all
 * others need. The answer to a login is the session's to read, which knows it for a refusal.
 */
final class GuardedSalesforce extends SalesforceComponent {

    private static final String LOGINS = "/services/oauth2/";

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ProtocolHandlers handlers = getHttpClient().getProtocolHandlers();
        handlers.put(new Guard(new SalesforceSecurityHandler(getHttpClient())));
        // It would make a broken connection of a 401 that names no scheme.
        handlers.remove(WWWAuthenticationProtocolHandler.NAME);
    }

    /** Takes the handler's place, for it has its name. */
    private record Guard(ProtocolHandler handler) implements ProtocolHandler {

        /** Where the handler keeps the call that it logs in for. */
        private static final String CALL = SalesforceSecurityHandler.class.getName() + ".request";

        @Override
        public String getName() {
            return handler.getName();
        }

        @Override
        public boolean accept(Request request, Response response) {
            boolean plainLogin =
                    request.getPath().startsWith(LOGINS)
                            && request instanceof HttpRequest http
                            && http.getConversation().getAttribute(CALL) == null;
            return !plainLogin && handler.accept(request, response);
        }

        @Override
        public Response.Listener getResponseListener() {
            return handler.getResponseListener();
        }
    }
}
