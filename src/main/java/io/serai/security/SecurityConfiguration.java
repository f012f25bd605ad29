package io.serai.security;

import io.serai.edge.Callers;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

import java.time.Clock;

/** Makes the directory, the passwords and the tokens. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    @Bean
    Directory directory(AccountSettings accounts) {
        return new Directory(accounts);
    }

    @Bean
    Passwords passwords(AccountSettings accounts, Directory directory, Environment environment) {
        boolean sandbox = environment.acceptsProfiles(Profiles.of("sandbox"));
        return new Passwords(accounts, directory, sandbox);
    }

    @Bean
    WidgetOrigins widgetOrigins(AccountSettings accounts) {
        return new WidgetOrigins(accounts);
    }

    @Bean
    Tokens tokens(
            SecuritySettings settings, AccountSettings accounts, Directory directory, Clock clock) {
        return new Tokens(settings, accounts, directory, Secret.of(settings), clock);
    }

    @Bean
    Callers callers(Tokens tokens) {
        return bearer -> tokens.session(bearer).orElse(null);
    }
}
