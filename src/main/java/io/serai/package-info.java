/** The application: starts Serai and holds nothing else. */
@org.jspecify.annotations.NullMarked
package io.serai;
