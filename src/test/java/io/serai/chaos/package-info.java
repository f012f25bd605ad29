/**
 * The chaos proof: several hubs under load whose processes, engines and connections are taken away
 * again and again, and an audit that afterwards compares what was promised with what is there. See
 * docs/proof.md.
 */
package io.serai.chaos;
