package io.serai.reload;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Health component {@code reload}: which live files are refused and why.
 *
 * <p>It stays UP, since everything that was good is running: a bad edit must not take a node out of
 * rotation. Watch {@code details.refused} or the counter {@code serai.reload.refused}.
 */
@Component("reload")
class ReloadHealth implements HealthIndicator {

    private final Refusals refusals;

    ReloadHealth(Refusals refusals) {
        this.refusals = refusals;
    }

    @Override
    public Health health() {
        List<Map<String, Object>> refused =
                refusals.all().stream().map(ReloadHealth::detail).toList();
        return Health.up().withDetail("refused", refused).build();
    }

    private static Map<String, Object> detail(Refusals.Refusal refusal) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("file", refusal.problem().file().toString());
        detail.put("line", refusal.problem().line());
        detail.put("message", refusal.problem().message());
        detail.put("lastGoodInForce", refusal.running());
        detail.put("since", refusal.since().toString());
        return detail;
    }
}
