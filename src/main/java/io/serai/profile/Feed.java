package io.serai.profile;

/**
 * Where a field's value comes from, as its directive says.
 *
 * @param uri the route
 * @param batch whether it takes many keys at once
 * @param key the field of the object around it that says whose value it is; empty at the top
 */
record Feed(String uri, boolean batch, String key) {}
