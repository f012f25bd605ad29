package io.serai.channel.web;

import io.serai.event.Address;

import java.util.Map;

/**
 * Who a customer is, as a token proves it.
 *
 * @param address with whom the conversation is
 * @param profile what is verified: for a merchant's customer {@code customer} and the signed
 *     attributes; nothing for a visitor
 * @param token to show next time
 */
record Identity(Address address, Map<String, String> profile, String token) {}
