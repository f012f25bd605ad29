package io.serai.assignment;

import io.serai.cluster.NodeSettings;
import io.serai.cluster.RedisSettings;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.stereotype.Component;

/**
 * Refuses a start with times that contradict each other: a node that died must be noticed before
 * its agents' conversations go back to the queue, or agents who are connected to another node by
 * then are taken for gone.
 */
@Component
final class Patience {

    Patience(AssignmentSettings assignment, NodeSettings node, RedisSettings redis) {
        if (redis.isSet() && node.silence().compareTo(assignment.grace()) >= 0) {
            throw new InvalidConfigurationPropertyValueException(
                    "serai.node.silence",
                    node.silence(),
                    "It must be shorter than serai.assignment.grace, which is "
                            + assignment.grace()
                            + ". Make it well shorter, or the grace longer.");
        }
    }
}
