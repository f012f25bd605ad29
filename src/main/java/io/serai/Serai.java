package io.serai;

import io.serai.store.StoreFirst;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.actuate.autoconfigure.metrics.mongo.MongoMetricsAutoConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.autoconfigure.dao.PersistenceExceptionTranslationAutoConfiguration;
import org.springframework.boot.autoconfigure.gson.GsonAutoConfiguration;
import org.springframework.boot.autoconfigure.mongo.MongoAutoConfiguration;
import org.springframework.boot.autoconfigure.mongo.MongoReactiveAutoConfiguration;
import org.springframework.boot.autoconfigure.transaction.TransactionAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

import java.util.Locale;

/**
 * Starts the hub. What Spring Boot would set up because a library for business systems is there (a
 * MongoDB on this machine, say) is left out: only routes say what is connected to. Nor is every
 * bean searched for annotations of transactions and aspects at each start: the store says itself
 * where a transaction begins and ends.
 */
@SpringBootApplication(
        exclude = {
            MongoAutoConfiguration.class,
            MongoReactiveAutoConfiguration.class,
            MongoMetricsAutoConfiguration.class,
            GsonAutoConfiguration.class,
            AopAutoConfiguration.class,
            TransactionAutoConfiguration.class,
            PersistenceExceptionTranslationAutoConfiguration.class
        })
@ConfigurationPropertiesScan
public class Serai {

    public static void main(String[] args) {
        // What the machine speaks is nobody's business here: in some languages %d writes digits
        // that are none in SQL and JSON. Texts for people have their own.
        Locale.setDefault(Locale.ROOT);
        // The web server asks several times a message what is logged: not by way of Log4j's API.
        System.getProperties().putIfAbsent("org.jboss.logging.provider", "slf4j");
        SpringApplication serai = new SpringApplication(Serai.class);
        serai.addListeners(new Warmth(), new AheadOfTime(), new UnreadSettings());
        serai.addInitializers(
                context -> SettingsThere.check(context.getEnvironment()),
                context -> NotNeeded.refuseSettings(context.getEnvironment()),
                new StoreFirst());
        serai.run(args);
    }
}
