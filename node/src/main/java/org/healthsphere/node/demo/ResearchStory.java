package org.healthsphere.node.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.healthsphere.node.demo.feeds.Chart;
import org.healthsphere.node.demo.feeds.Hospital;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Role;

/** Most patients let studies count them; a researcher asks. */
final class ResearchStory {
    private static final String QUESTION = "/studies/diabetes-hba1c.json";
    private static final int ONE_IN_SAYS_NO = 8;
    private static final double MICROS = 1_000_000;

    private final DemoNetwork network;
    private final Pens pens;
    private final Patients patients;
    private Bytes certificate = Bytes.NONE;

    ResearchStory(DemoNetwork network, Patients patients, Pens pens) {
        this.network = network;
        this.pens = pens;
        this.patients = patients;
    }

    /** All but every eighth say yes, at each hospital that knows them; how many papers that was. */
    int consent(List<Chart> charts) {
        var people = charts.stream().map(Chart::person).distinct().sorted().toList();
        var papers = 0;
        for (var chart : charts) {
            if (people.indexOf(chart.person()) % ONE_IN_SAYS_NO != 0) {
                papers += grant(chart) ? 1 : 0;
            }
        }
        return papers;
    }

    private boolean grant(Chart chart) {
        Optional<String> patient = patients.idOf(chart);
        patient.ifPresent(id -> pens.of(chart.hospital(), id).sign(ConsentPapers.research(id)));
        return patient.isPresent();
    }

    DemoReport.Research ask() {
        certificate = network.client(Hospital.NORTH)
                .post(
                        "/api/v1/studies/releases",
                        network.token(Hospital.NORTH, Role.RESEARCHER, "researcher"),
                        "application/json",
                        question())
                .orFail("the researcher's question")
                .body();
        return report(json(certificate));
    }

    private static DemoReport.Research report(JsonNode document) {
        var found = document.path("certificate");
        var cell = found.path("result").path(0);
        var released = cell.path("value").isNumber() ? cell.path("value").asText() : "suppressed";
        var spent = found.path("mechanism").path("epsilonMicros").asLong() / MICROS;
        return new DemoReport.Research(found.path("counted").size(), released, spent);
    }

    private static JsonNode json(Bytes bytes) {
        try {
            return new ObjectMapper().readTree(bytes.array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Bytes question() {
        try (var in = ResearchStory.class.getResourceAsStream(QUESTION)) {
            return Bytes.of(Optional.ofNullable(in)
                    .orElseThrow(() -> new IllegalStateException("the study is missing: " + QUESTION))
                    .readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Bytes certificate() {
        return certificate;
    }
}
