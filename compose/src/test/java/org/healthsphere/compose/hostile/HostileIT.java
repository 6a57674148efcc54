package org.healthsphere.compose.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.healthsphere.compose.network.NodeProcess;
import org.healthsphere.compose.network.OneNode;
import org.healthsphere.compose.network.RawLine;
import org.healthsphere.specs.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A thousand requests that nobody sends by mistake, to a running node with a heap smaller than what some of them would fill.
 *
 * <p>Each is refused with a status of the 4xx class, or its connection is ended; none is answered with what it looked for,
 * and afterwards the node is as it was.
 */
@ExtendWith(OneNode.class)
class HostileIT {
    private static final int COUNT = 1_000;
    private static final long SEED = 20_260_101;

    private final NodeProcess north;

    HostileIT(NodeProcess north) {
        this.north = north;
    }

    @Test
    void a_thousand_hostile_requests_are_refused_and_change_nothing() {
        north.client()
                .post("/fhir", north.token(), "application/fhir+json", Bytes.utf8(TARGET))
                .orFail("the target");
        var before = north.total("Patient?");

        List<String> wrong = new ArrayList<>();
        HostileRequests.of(SEED, COUNT).forEach(request -> {
            var answer = send(request);
            if (!isRefusal(answer)) {
                wrong.add(request.what() + ": "
                        + answer.text().lines().findFirst().orElse("nothing"));
            }
        });

        assertThat(wrong).isEmpty();
        assertThat(north.total("Patient?")).isEqualTo(before);
        assertThat(north.client()
                        .get(HostilePatches.TARGET + "/_history", north.token())
                        .json()
                        .path("total")
                        .asInt())
                .isEqualTo(1);
        assertThat(north.running().err())
                .doesNotContain("OutOfMemoryError", "StackOverflowError", "\"level\":\"ERROR\"");
    }

    private static final String TARGET = """
            {"resourceType":"Bundle","type":"transaction","entry":[
             {"resource":{"resourceType":"Patient","id":"hostile","name":[{"family":"Example"}]},
              "request":{"method":"PUT","url":"Patient/hostile"}}]}""";

    private static boolean isRefusal(RawLine.Answer answer) {
        var isClient = answer.status() >= 400 && answer.status() < 500;
        return (isClient || answer.isNone())
                && !answer.text().contains("Exception")
                && !answer.text().contains("root:");
    }

    private RawLine.Answer send(Hostile request) {
        var head = new StringBuilder(request.line()).append("\r\nHost: 127.0.0.1\r\nConnection: close\r\n");
        request.headers().forEach(header -> head.append(header).append("\r\n"));
        if (request.headers().stream().noneMatch(header -> header.startsWith("Authorization"))) {
            head.append("Authorization: Bearer ").append(north.token()).append("\r\n");
        }
        if (request.inChunks()) {
            head.append("Transfer-Encoding: chunked\r\n");
        } else if (request.length() > 0) {
            head.append("Content-Length: ").append(request.length()).append("\r\n");
        }
        try (var line = north.line()) {
            return line.send(head.toString(), request.body().get(), request.inChunks());
        }
    }
}
