package io.serai;

import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Set;

/**
 * A class of tests that mostly wait, for an engine to be given up or to come back or for a hub that
 * is a process, on engines or data of their own: it runs beside the others, two such classes at a
 * time ({@code junit-platform.properties}). Best without an application of Spring's in this
 * process: while one starts it lets no line into the log, and others may wait for theirs.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(providers = Beside.Itself.class)
public @interface Beside {

    /** A lock nobody else asks for: it keeps the class's own tests one after the other. */
    final class Itself implements ResourceLocksProvider {

        @Override
        public Set<Lock> provideForClass(Class<?> tests) {
            return Set.of(new Lock(tests.getName()));
        }
    }
}
