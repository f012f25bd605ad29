package io.serai;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the hub. */
@SpringBootApplication
public class Serai {

    public static void main(String[] args) {
        SpringApplication.run(Serai.class, args);
    }
}
