package io.serai.chaos;

import io.serai.chaos.Push.Written;
import io.serai.event.Address;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A customer on a platform, which pushes each message until it hears 200. Some pushes overtake each
 * other, and some messages come again although they were taken.
 */
final class WebhookCustomer implements Customer {

    private static final double TWICE = 0.3;
    private static final double NOT_IN_TURN = 0.25;
    private static final int TRIES = 400;
    private static final AtomicLong IDS = new AtomicLong(System.currentTimeMillis() * 1_000);

    private final Push push;
    private final Balancer balancer;
    private final HttpClient http;
    private final Story story;
    private final Random chance;
    private final String user;
    private final Diary diary;
    private volatile int refused;

    WebhookCustomer(
            Push push,
            String user,
            Balancer balancer,
            HttpClient http,
            Story story,
            Random chance) {
        this.push = push;
        this.user = user;
        this.balancer = balancer;
        this.http = http;
        this.story = story;
        this.chance = chance;
        this.diary = new Diary(push.channel(), false);
        diary.conversation = new Address(push.channel(), "main", user).conversation();
    }

    @Override
    public Diary diary() {
        return diary;
    }

    @Override
    public boolean isThrough() {
        return diary.acknowledged.size() == story.messages();
    }

    @Override
    public void run() {
        try (ExecutorService pushes = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int number = 1; number <= story.messages(); number++) {
                int now = number;
                Written written =
                        new Written(
                                user,
                                IDS.incrementAndGet(),
                                System.currentTimeMillis(),
                                story.words(number));
                long again = chance.nextDouble() < TWICE ? 50 + chance.nextInt(4_000) : 0;
                long seed = chance.nextLong();
                diary.sending(number);
                var delivery = pushes.submit(() -> deliver(now, written, again, new Random(seed)));
                if (chance.nextDouble() >= NOT_IN_TURN) {
                    awaitAcknowledged(number);
                }
                Thread.sleep(story.paceMillis() / 2 + chance.nextInt(story.paceMillis()));
                if (delivery.state() == java.util.concurrent.Future.State.FAILED) {
                    throw new IllegalStateException(delivery.exceptionNow());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitAcknowledged(int number) throws InterruptedException {
        while (!diary.acknowledged.containsKey(number)) {
            Thread.sleep(10);
        }
    }

    /** Until it is taken, and perhaps once more. */
    private void deliver(int number, Written written, long again, Random luck) {
        try {
            for (int tries = 0; !isTaken(written); tries++) {
                if (tries == TRIES) {
                    return; // the audit says that it was never acknowledged
                }
                Thread.sleep(200 + luck.nextInt(1_500));
            }
            diary.acknowledged(number);
            if (again > 0) {
                Thread.sleep(again);
                isTaken(written);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isTaken(Written written) throws InterruptedException {
        try {
            int status =
                    http.send(
                                    push.request(balancer.http("/"), written),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode();
            refused = status == 200 ? refused : status;
            return status == 200;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return push.channel() + " " + user + ", last refusal " + refused;
    }
}
