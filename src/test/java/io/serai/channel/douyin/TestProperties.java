package io.serai.channel.douyin;

import java.util.Properties;

final class TestProperties {

    private TestProperties() {}

    static Properties of(String... namesAndValues) {
        Properties properties = new Properties();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            properties.setProperty(namesAndValues[i], namesAndValues[i + 1]);
        }
        return properties;
    }
}
