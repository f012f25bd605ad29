package io.serai.chaos;

import io.serai.chaos.Finding.Kind;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Compares what customers said and were shown with what is stored. */
final class SaidAudit {

    private final Evidence evidence;
    private final List<Finding> findings = new ArrayList<>();

    private SaidAudit(Evidence evidence) {
        this.evidence = evidence;
    }

    static List<Finding> of(Evidence evidence) {
        SaidAudit audit = new SaidAudit(evidence);
        evidence.diaries().forEach(audit::check);
        audit.checkPlaces();
        audit.checkBot();
        return audit.findings;
    }

    private void check(Diary diary) {
        findings.addAll(diary.seen);
        Map<Integer, Long> stored = new TreeMap<>();
        for (Store.Message message : evidence.stored(diary.conversation)) {
            int number = Diary.number(message.words());
            if (message.sender().equals("customer")
                    && stored.putIfAbsent(number, message.seq()) != null) {
                found(
                        Kind.DOUBLED,
                        diary,
                        "message " + number + " is stored again at " + message.seq());
            }
        }
        for (int number : diary.sent.keySet()) {
            Long place = diary.places.get(number);
            if (!diary.acknowledged.containsKey(number)) {
                found(Kind.STUCK, diary, "message " + number + " was never acknowledged");
            } else if (!stored.containsKey(number)) {
                found(Kind.LOST, diary, "message " + number + " was acknowledged and is not there");
            } else if (place != null && !place.equals(stored.get(number))) {
                found(
                        Kind.DISORDERED,
                        diary,
                        "message "
                                + number
                                + " stands at "
                                + stored.get(number)
                                + ", not "
                                + place);
            }
        }
        checkOrder(diary, stored);
        checkShown(diary);
    }

    private void checkOrder(Diary diary, Map<Integer, Long> stored) {
        for (var earlier : stored.entrySet()) {
            for (var later : stored.entrySet()) {
                if (earlier.getKey() < later.getKey()
                        && diary.ordered(earlier.getKey(), later.getKey())
                        && earlier.getValue() > later.getValue()) {
                    found(
                            Kind.DISORDERED,
                            diary,
                            "message %d stands at %d, before message %d at %d"
                                    .formatted(
                                            later.getKey(),
                                            later.getValue(),
                                            earlier.getKey(),
                                            earlier.getValue()));
                }
            }
        }
    }

    /** Customers who keep a cursor must have been shown all there is, and nothing else. */
    private void checkShown(Diary diary) {
        if (diary.told.isEmpty()) {
            return;
        }
        for (Store.Message message : evidence.stored(diary.conversation)) {
            String told = diary.told.get(message.seq());
            if (told == null) {
                found(Kind.LOST, diary, "place " + message.seq() + " was never shown");
            } else if (!told.equals(message.id()) && !told.equals(message.clientId())) {
                found(
                        Kind.DISORDERED,
                        diary,
                        "place " + message.seq() + " was shown as " + told + " and is another");
            }
        }
        Set<Long> stored =
                evidence.stored(diary.conversation).stream()
                        .map(Store.Message::seq)
                        .collect(Collectors.toSet());
        diary.told.keySet().stream()
                .filter(place -> !stored.contains(place))
                .forEach(
                        place ->
                                found(
                                        Kind.LOST,
                                        diary,
                                        "place " + place + " was shown and is gone"));
    }

    /** Places count 1, 2, 3 … in every conversation. */
    private void checkPlaces() {
        for (Store.Conversation it : evidence.conversations().values()) {
            long expected = 0;
            for (Store.Message message : evidence.stored(it.id())) {
                if (message.seq() != ++expected) {
                    findings.add(
                            new Finding(Kind.LOST, it.id() + " has no message at " + expected));
                    expected = message.seq();
                }
            }
            if (it.lastSeq() != expected) {
                findings.add(
                        new Finding(
                                Kind.LOST,
                                it.id()
                                        + " counts "
                                        + it.lastSeq()
                                        + " messages and has "
                                        + expected));
            }
        }
    }

    /** Who only ever talked with the bot has one answer for each message. */
    private void checkBot() {
        Set<String> moved =
                evidence.steps().stream().map(Store.Step::conversation).collect(Collectors.toSet());
        for (Store.Conversation it : evidence.conversations().values()) {
            if (!moved.contains(it.id())) {
                long asked = from("customer", it.id());
                long answered = from("bot", it.id());
                if (asked != answered) {
                    findings.add(
                            new Finding(
                                    answered < asked ? Kind.STUCK : Kind.DOUBLED,
                                    it.id() + ": the bot answered " + answered + " of " + asked));
                }
            }
        }
    }

    private long from(String sender, String conversation) {
        return evidence.stored(conversation).stream()
                .filter(message -> message.sender().equals(sender))
                .count();
    }

    private void found(Kind kind, Diary diary, String what) {
        findings.add(new Finding(kind, diary.channel + " " + diary.conversation + " " + what));
    }
}
