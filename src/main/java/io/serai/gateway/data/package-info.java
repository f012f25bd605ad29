/**
 * Databases and services that are asked in their own protocol: SQL over JDBC, MongoDB,
 * Elasticsearch, gRPC.
 *
 * <p>May see {@code event}, {@code edge} and {@code gateway}.
 */
@NullMarked
package io.serai.gateway.data;

import org.jspecify.annotations.NullMarked;
