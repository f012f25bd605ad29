package io.serai.chaos;

import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/** Customers of all four channels, who come and go. */
final class Crowd {

    private static final double MESSAGES_EACH = 6.5;

    private final Balancer balancer;
    private final HttpClient http;
    private final Options options;
    private final Random chance;
    private final List<Customer> customers = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean coming = true;
    private Thread door;

    Crowd(Balancer balancer, HttpClient http, Options options, Random chance) {
        this.balancer = balancer;
        this.http = http;
        this.options = options;
        this.chance = chance;
    }

    List<Customer> customers() {
        return customers;
    }

    /** How many messages were acknowledged. */
    long acknowledged() {
        return customers.stream().mapToLong(it -> it.diary().acknowledged.size()).sum();
    }

    void open() {
        door = Thread.ofVirtual().start(this::comeIn);
    }

    /** Nobody new comes; those who are there say what they have to say. */
    void close() throws InterruptedException {
        coming = false;
        door.join();
    }

    boolean isThrough() {
        return customers.stream().allMatch(Customer::isThrough);
    }

    /** All go. */
    void leave() throws InterruptedException {
        customers.forEach(Customer::leave);
        for (Thread thread : threads) {
            if (!thread.join(java.time.Duration.ofSeconds(5))) {
                thread.interrupt();
            }
        }
    }

    private void comeIn() {
        long pause = Math.max(1, Math.round(1_000 * MESSAGES_EACH / options.rate()));
        try {
            while (coming) {
                Customer customer = customer(customers.size());
                customers.add(customer);
                threads.add(Thread.ofVirtual().start(customer));
                Thread.sleep(pause / 2 + chance.nextLong(pause));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Customer customer(int number) {
        Random own = new Random(chance.nextLong());
        Story story = Story.by(own);
        return switch (number % 4) {
            case 0 -> new SocketCustomer("web", balancer, http, story, own);
            case 1 ->
                    new WebhookCustomer(new WechatPush(), "o" + number, balancer, http, story, own);
            case 2 -> new SocketCustomer("app", balancer, http, story, own);
            default ->
                    new WebhookCustomer(
                            new DouyinPush(), "_000user" + number, balancer, http, story, own);
        };
    }
}
