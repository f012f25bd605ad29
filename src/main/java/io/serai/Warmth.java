package io.serai;

import org.springframework.boot.context.event.ApplicationStartingEvent;
import org.springframework.context.ApplicationListener;
import org.xnio.Xnio;

import java.lang.management.ManagementFactory;
import java.security.GeneralSecurityException;

import javax.net.ssl.SSLContext;

/**
 * What the JDK and libraries set up once for the whole process, set up on a thread of its own while
 * the start is busy with something else. It only comes to be earlier: whoever needs it and finds it
 * missing sets it up as ever, or waits until it is there. It begins as soon as nothing is logged in
 * a form that nobody asked for.
 */
final class Warmth implements ApplicationListener<ApplicationStartingEvent> {

    @Override
    public void onApplicationEvent(ApplicationStartingEvent event) {
        Thread.ofPlatform().name("serai-warmth").daemon().start(Warmth::all);
    }

    private static void all() {
        try {
            ManagementFactory.getPlatformMBeanServer(); // the web server and Camel report to it
            Xnio.getInstance(); // what the web server runs on
            trust();
        } catch (GeneralSecurityException | RuntimeException | LinkageError e) {
            return; // whoever needs it fails with it, and says so
        }
    }

    /** The certificates that clients of HTTPS trust. */
    private static void trust() throws GeneralSecurityException {
        SSLContext.getInstance("TLS").init(null, null, null);
    }
}
