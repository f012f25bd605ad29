package io.serai.channel.web;

import io.serai.event.Status;
import io.serai.store.Ledger;
import io.serai.store.Unit;

import org.springframework.stereotype.Component;

/** Writes down what customers received and read. */
@Component
class Receipts {

    private final Ledger ledger;

    Receipts(Ledger ledger) {
        this.ledger = ledger;
    }

    void upTo(String conversation, long seq, Status status) {
        ledger.commit(
                Unit.on(
                        conversation,
                        page -> {
                            page.statusUpTo(conversation, seq, status);
                            return true;
                        }));
    }
}
