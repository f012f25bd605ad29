package io.serai.channel.douyin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.util.Map;

/**
 * The Douyin accounts by name. An incomplete one stops the start with the key to set.
 *
 * @param douyin {@code serai.douyin.<account>.*}
 */
@ConfigurationProperties("serai")
record DouyinSettings(@DefaultValue Map<String, DouyinAccount> douyin) {

    DouyinSettings {
        douyin = Map.copyOf(douyin);
        douyin.forEach((name, account) -> account.checked(name));
    }
}
