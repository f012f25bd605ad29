/**
 * The chaos proof: several hubs under load whose processes, engines and connections are taken away
 * again and again, and an audit that afterwards compares what was promised with what is there.
 */
package io.serai.chaos;
