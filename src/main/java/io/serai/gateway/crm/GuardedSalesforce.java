package io.serai.gateway.crm;

import io.serai.gateway.CallTime;
import io.serai.gateway.OutOfTimeException;

import org.apache.camel.component.salesforce.SalesforceComponent;
import org.apache.camel.component.salesforce.internal.client.SalesforceSecurityHandler;
import org.eclipse.jetty.client.ProtocolHandler;
import org.eclipse.jetty.client.ProtocolHandlers;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.WWWAuthenticationProtocolHandler;
import org.eclipse.jetty.client.transport.HttpRequest;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The component, mended in two places.
 *
 * <p>When the token endpoint itself answers 401, its security handler fails in Jetty's thread and
 * whoever logs in waits for ever, holding the lock that all others need. The answer to a login is
 * the session's to read, which knows it for a refusal.
 *
 * <p>It knows timeouts but no deadlines: a request ends when the message it is made for waits no
 * longer. Further pages, and what is repeated after a new login, are asked for in threads of
 * Jetty's: the timeout alone bounds each of them.
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
        getHttpClient().getRequestListeners().addQueuedListener(this::endInTime);
    }

    private void endInTime(Request request) {
        CallTime time = CallTime.current();
        if (time != null) {
            endWhenOver(request, time);
        }
    }

    /** Looks again when the time seems over: somebody with more of it may have joined. */
    private void endWhenOver(Request request, CallTime time) {
        Duration left = time.left();
        if (left.isZero()) {
            request.abort(new OutOfTimeException());
        } else {
            getHttpClient()
                    .getScheduler()
                    .schedule(
                            () -> endWhenOver(request, time), left.toNanos(), TimeUnit.NANOSECONDS);
        }
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
