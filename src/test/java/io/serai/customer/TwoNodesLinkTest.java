package io.serai.customer;

import static io.serai.customer.People.web;
import static io.serai.customer.People.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.engines.Engines;
import io.serai.engines.Postgres;
import io.serai.store.LedgerOnDisk;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Two nodes find out about the same people at once, and agree. */
class TwoNodesLinkTest {

    private static final int PEOPLE = 40;

    private final Postgres postgres = Engines.postgres();
    private People here;
    private People there;

    @BeforeEach
    void open() {
        String url = postgres.freshDatabase();
        here = new People(new LedgerOnDisk(postgres, url));
        there = new People(new LedgerOnDisk(postgres, url));
    }

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    @Test
    void eachPersonBecomesOneCustomerAndTheLogMakesTheSameStateAgain() throws Exception {
        List<Callable<Boolean>> findings = new ArrayList<>();
        for (int i = 0; i < PEOPLE; i++) {
            String code = "C" + i;
            findings.add(() -> done(() -> here.signedIn(web(code), code)));
            findings.add(
                    () -> done(() -> there.identity.confirmed(wechat(code), null, code, null)));
            findings.add(() -> done(() -> here.unionid(wechat(code), code)));
            findings.add(() -> done(() -> there.unionid(wechat("mini-" + code), code)));
        }

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> finding : threads.invokeAll(findings)) {
                finding.get();
            }
        }

        for (int i = 0; i < PEOPLE; i++) {
            String code = "C" + i;
            assertThat(List.of(wechat(code), wechat("mini-" + code)))
                    .allMatch(it -> here.customer(it).equals(here.customer(web(code))));
            assertThat(here.codes(wechat("mini-" + code))).containsExactly(code);
        }
        var before = here.tables();
        there.rebuild.run("admin");
        assertThat(here.tables()).isEqualTo(before);
    }

    private static boolean done(Runnable work) {
        work.run();
        return true;
    }
}
