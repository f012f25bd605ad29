package io.serai;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the hub. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class Serai {

    public static void main(String[] args) {
        SpringApplication serai = new SpringApplication(Serai.class);
        serai.addListeners(new AheadOfTime());
        serai.run(args);
    }
}
