package io.serai;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;

class AheadOfTimeTest {

    private final MockEnvironment environment = new MockEnvironment();
    private URL packaged;

    @BeforeEach
    void aJarWithBeans() throws MalformedURLException {
        packaged = URI.create("jar:file:/serai/app/serai.jar!/io/serai/Beans.class").toURL();
    }

    @Test
    void thePackagedBeansAreUsedInProductionAndInACluster() {
        assertThat(AheadOfTime.fits(environment, packaged)).isTrue();

        environment.setActiveProfiles("cluster");

        assertThat(AheadOfTime.fits(environment, packaged)).isTrue();
    }

    @Test
    void theSandboxHasBeansOfItsOwn() {
        environment.setActiveProfiles("cluster", "sandbox");

        assertThat(AheadOfTime.fits(environment, packaged)).isFalse();
    }

    @Test
    void theyCanBeSwitchedOff() {
        environment.setProperty("spring.aot.enabled", "false");

        assertThat(AheadOfTime.fits(environment, packaged)).isFalse();
    }

    @Test
    void aJarWithoutThemStartsAsEver() {
        assertThat(AheadOfTime.fits(environment, null)).isFalse();
    }

    @Test
    void thoseOfAnOldBuildInAFolderAreLeftAlone() throws MalformedURLException {
        URL folder = URI.create("file:/serai/target/classes/io/serai/Beans.class").toURL();

        assertThat(AheadOfTime.fits(environment, folder)).isFalse();
    }
}
