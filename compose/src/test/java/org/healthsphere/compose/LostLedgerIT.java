package org.healthsphere.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.healthsphere.compose.network.Laboratory;
import org.healthsphere.compose.network.NodeProcess;
import org.healthsphere.compose.network.Order;
import org.healthsphere.compose.network.Patience;
import org.healthsphere.compose.network.TestNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger is away for a while: a hospital takes its messages in all the same, and no record looks empty. */
class LostLedgerIT {
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    @Test
    void while_the_ledger_is_away_records_are_kept_back_and_not_called_empty(@TempDir Path folder) {
        var laboratory = new Laboratory(Order.of(0, 2, 20260101));
        try (var network = TestNetwork.found(folder);
                var node = network.node("river")) {
            laboratory.send(node.mllp(), 1);
            var before = node.all("Observation");
            var patient = id("Patient", node.all("Patient").getFirst());
            var paths = List.of(
                    "Observation?",
                    "Observation?_summary=count",
                    "Observation/_history?",
                    patient + "/$everything",
                    patient,
                    "Patient/nobody");
            network.withoutLedger(() -> {
                Patience.until("records kept back", () -> answerOrNothing(node, paths.getFirst(), before.size()));
                assertThat(paths)
                        .allSatisfy(path -> assertThat(status(node, path)).isEqualTo(UNAVAILABLE));
                assertThat(node.client()
                                .delete("/fhir/" + patient, node.token())
                                .status())
                        .isEqualTo(UNAVAILABLE);
                assertThat(status(node, "Organization?")).isEqualTo(OK);
                laboratory.send(node.mllp(), 2);
            });
            assertThat(laboratory.count()).as("acknowledged all the while").isEqualTo(2);
            Patience.until("the ledger heard of", () -> status(node, "Observation?") == OK);
            assertThat(node.all("Observation")).containsAll(before).hasSizeGreaterThan(before.size());
            assertThat(status(node, "Patient/nobody")).isEqualTo(404);
        }
    }

    /** Until the bound has passed, all that was there is shown; afterwards nothing is answered, and never a part. */
    private static boolean answerOrNothing(NodeProcess node, String path, int all) {
        var answer = node.client().get("/fhir/" + path, node.token());
        if (answer.status() == OK) {
            assertThat(answer.json().path("entry")).hasSize(all);
        }
        return answer.status() == UNAVAILABLE;
    }

    private static int status(NodeProcess node, String path) {
        return node.client().get("/fhir/" + path, node.token()).status();
    }

    private static String id(String type, JsonNode resource) {
        return type + "/" + resource.path("id").asText();
    }
}
