package io.serai.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The board and the alerts speak of metrics that a hub really has. */
class ObservabilityTest {

    private static final Map<String, Set<String>> METERS = Meters.listed();
    private static final JsonNode BOARD = board();

    @Test
    void theBoardAsksOnlyForWhatAHubHas() {
        List<String> problems = new ArrayList<>();
        int expressions = 0;
        for (JsonNode panel : BOARD.path("panels")) {
            for (JsonNode target : panel.path("targets")) {
                expressions++;
                for (String problem : PromQl.problems(target.path("expr").asText(), METERS)) {
                    problems.add(panel.path("title").asText() + ": " + problem);
                }
            }
        }

        assertThat(problems).isEmpty();
        assertThat(expressions).isGreaterThan(30);
    }

    @Test
    void everyPanelHasAPlaceOfItsOwnASourceThatIsProvisionedAndSaysWhatItShows() {
        String uid =
                Documents.of(Path.of("deploy/grafana/provisioning/datasources/prometheus.yaml"))
                        .at("/datasources/0/uid")
                        .asText();
        Set<Integer> ids = new HashSet<>();
        Set<String> cells = new HashSet<>();
        for (JsonNode panel : BOARD.path("panels")) {
            JsonNode place = panel.path("gridPos");
            assertThat(ids.add(panel.path("id").asInt())).isTrue();
            assertThat(place.path("x").asInt() + place.path("w").asInt()).isLessThanOrEqualTo(24);
            for (int x = 0; x < place.path("w").asInt(); x++) {
                for (int y = 0; y < place.path("h").asInt(); y++) {
                    String cell =
                            (place.path("x").asInt() + x) + "/" + (place.path("y").asInt() + y);
                    assertThat(cells.add(cell))
                            .as("%s overlaps at %s", panel.path("title").asText(), cell)
                            .isTrue();
                }
            }
            if (!panel.path("type").asText().equals("row")) {
                assertThat(panel.path("description").asText()).isNotBlank();
                assertThat(panel.at("/datasource/uid").asText()).isEqualTo(uid);
            }
        }
    }

    @Test
    void everyAlertAsksForWhatAHubHasAndSaysWhatItMeans() {
        Set<String> names = new HashSet<>();
        JsonNode rules =
                Documents.of(Path.of("deploy/prometheus/alerts.yml")).at("/groups/0/rules");
        for (JsonNode rule : rules) {
            String name = rule.path("alert").asText();
            assertThat(names.add(name)).as(name).isTrue();
            assertThat(PromQl.problems(rule.path("expr").asText(), METERS)).as(name).isEmpty();
            assertThat(rule.at("/labels/severity").asText()).isIn("critical", "warning", "info");
            assertThat(rule.at("/annotations/summary").asText()).isNotBlank();
            assertThat(rule.at("/annotations/description").asText()).isNotBlank();
            assertThat(Path.of("docs/deploy.md")).content().contains("`" + name + "`");
        }

        assertThat(names)
                .contains("SeraiDeadLetters", "SeraiBacklog", "SeraiStoreAway", "SeraiNoHub")
                .contains("SeraiFilesRefused");
    }

    /** On a full disk, or in the hands of a standby, commits fail at once: nothing piles up. */
    @Test
    void aStoreThatTakesNothingIsToldByTheHubsOwnWordOfIt() {
        for (JsonNode rule :
                Documents.of(Path.of("deploy/prometheus/alerts.yml")).at("/groups/0/rules")) {
            if (rule.path("alert").asText().equals("SeraiStoreAway")) {
                assertThat(rule.path("expr").asText()).contains("(serai_store_up) == 0");
            }
        }
    }

    /** The image's data is a volume: the disk it is started on says nothing of that one. */
    @Test
    void theDiskThatDataLiesOnIsWatched() {
        JsonNode settings = Documents.of(Path.of("config/application.yaml"));

        assertThat(settings.at("/management/metrics/system/diskspace/paths"))
                .map(JsonNode::asText)
                .containsExactly(".", "data");
    }

    @Test
    void aMetricALabelOrAFunctionThatIsNotThereIsSeen() {
        assertThat(PromQl.problems("sum(rate(serai_ledger_backlogs[5m])) > 0", METERS))
                .containsExactly("no metric serai_ledger_backlogs");
        assertThat(PromQl.problems("serai_websocket_open{channel=\"web\"}", METERS))
                .containsExactly("serai_websocket_open has no label channel");
        assertThat(PromQl.problems("sum by (channel) (serai_websocket_open)", METERS))
                .containsExactly("nothing in it has the label channel");
        assertThat(PromQl.problems("summ(serai_ledger_backlog)", METERS))
                .containsExactly("no function summ");
        assertThat(PromQl.problems("sum(serai_ledger_backlog", METERS)).hasSize(1);
    }

    @Test
    void thePrometheusFileReadsTheAlertsThatLieBesideIt() {
        JsonNode prometheus = Documents.of(Path.of("deploy/prometheus/prometheus.yml"));

        assertThat(prometheus.at("/rule_files/0").asText()).isEqualTo("alerts.yml");
    }

    @Test
    void theCollectorsPipelineNamesOnlyPartsItHas() {
        JsonNode collector = Documents.of(Path.of("deploy/otel/collector.yaml"));

        for (String pipeline : List.of("metrics", "traces")) {
            for (String part : List.of("receivers", "processors", "exporters")) {
                JsonNode names = collector.at("/service/pipelines/" + pipeline + "/" + part);
                assertThat(names).isNotEmpty();
                for (JsonNode name : names) {
                    assertThat(collector.path(part).has(name.asText())).as(name.asText()).isTrue();
                }
            }
        }
    }

    private static JsonNode board() {
        return Documents.of(Path.of("deploy/grafana/serai.json"));
    }
}
