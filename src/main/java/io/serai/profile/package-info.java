/**
 * The customer profile: {@code POST /graphql}, whose schema {@code config/customer.graphqls} says
 * which route answers which field. Systems are asked for many customers with one call; one that
 * does not answer costs its own field only.
 *
 * <p>Built on graphql-java and java-dataloader. Of spring-graphql only the engine's wiring would be
 * left: its HTTP door takes no GET and has no say about media types and refusals, and a schema
 * changes here while it is in use.
 *
 * <p>May see {@code event}, {@code reload}, {@code security}, and {@code gateway} for its answers.
 */
@NullMarked
package io.serai.profile;

import org.jspecify.annotations.NullMarked;
