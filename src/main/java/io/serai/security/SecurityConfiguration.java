package io.serai.security;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Clock;

/** Makes the directory and the tokens. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    @Bean
    Directory directory(AccountSettings accounts) {
        return new Directory(accounts);
    }

    @Bean
    Tokens tokens(
            SecuritySettings settings, AccountSettings accounts, Directory directory, Clock clock) {
        return new Tokens(settings, accounts, directory, Secret.of(settings), clock);
    }
}
