package io.serai.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.cluster.NodeSettings;
import io.serai.cluster.RedisSettings;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class PatienceTest {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withUserConfiguration(Reduced.class);

    @Test
    void aNodeThatIsMissedOnlyAfterItsAgentsAreDoesNotStart() {
        runner.withPropertyValues(
                        "serai.redis.url=redis://localhost:1",
                        "serai.node.silence=45s",
                        "serai.assignment.grace=45s")
                .run(
                        context ->
                                assertThat(context)
                                        .getFailure()
                                        .rootCause()
                                        .hasMessageContaining("serai.node.silence")
                                        .hasMessageContaining("serai.assignment.grace"));
    }

    @Test
    void theTimesThatAreShippedAgree() {
        runner.withPropertyValues("serai.redis.url=redis://localhost:1")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void aHubAloneMissesNobody() {
        runner.withPropertyValues("serai.assignment.grace=1s")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @EnableConfigurationProperties({
        AssignmentSettings.class,
        NodeSettings.class,
        RedisSettings.class
    })
    @org.springframework.context.annotation.Import(Patience.class)
    static class Reduced {}
}
