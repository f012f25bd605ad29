package io.serai.security;

import java.util.Map;

/**
 * A customer whom the merchant's own system vouches for.
 *
 * @param user the merchant's id of the customer
 * @param attributes what the merchant says of him, signed: name, phone, email, level, …
 */
public record Vouched(String user, Map<String, String> attributes) {}
