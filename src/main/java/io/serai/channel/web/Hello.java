package io.serai.channel.web;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.event.Address;
import io.serai.security.Resume;

import java.util.Optional;

/**
 * What a customer's first frame says.
 *
 * @param identity who they are: by their token or, where there is none, by a resume token
 * @param after the last number they have; what the frame says goes before what a resume token says
 */
record Hello(Identity identity, long after) {

    static Hello of(JsonNode frame, Identities identities) {
        if (!"hello".equals(frame.path("type").textValue())) {
            throw BadFrame.closing("not-hello", "The first frame must be hello");
        }
        String token = frame.path("token").asText("");
        Optional<Resume> resume = identities.resume(frame.path("resume").asText(""));
        Identity identity =
                resume.filter(known -> token.isEmpty())
                        .map(identities::of)
                        .orElseGet(
                                () ->
                                        identities.of(
                                                frame.path("channel").asText("web"),
                                                frame.path("account").asText("main"),
                                                token));
        long known =
                resume.filter(it -> address(it).equals(identity.address()))
                        .map(Resume::seq)
                        .orElse(0L);
        return new Hello(identity, frame.path("after").asLong(known));
    }

    static Address address(Resume resume) {
        return new Address(resume.channel(), resume.account(), resume.user());
    }
}
