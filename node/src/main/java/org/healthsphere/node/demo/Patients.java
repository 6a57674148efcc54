package org.healthsphere.node.demo;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.healthsphere.node.demo.feeds.Chart;
import org.healthsphere.node.demo.feeds.Feeds;
import org.healthsphere.node.demo.feeds.Hospital;
import org.healthsphere.specs.Role;

/** Who is who at each hospital. */
final class Patients {
    private final DemoNetwork network;
    private final Feeds feeds;

    Patients(DemoNetwork network, Feeds feeds) {
        this.network = network;
        this.feeds = feeds;
    }

    /** A person with a chart at every hospital. */
    List<Chart> knownEverywhere() {
        return feeds.charts().stream()
                .filter(chart -> chart.hospital() == Hospital.NORTH)
                .map(chart -> chartsOf(chart.person()))
                .filter(charts -> charts.size() == Hospital.values().length)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nobody is known at all three hospitals"));
    }

    private List<Chart> chartsOf(String person) {
        return feeds.charts().stream()
                .filter(chart -> chart.person().equals(person))
                .toList();
    }

    /** The id of the Patient at the chart's hospital. */
    Optional<String> idOf(Chart chart) {
        var hospital = chart.hospital();
        var identifier = URLEncoder.encode(hospital.recordNumbers() + "|" + chart.number(), StandardCharsets.UTF_8);
        var found = network.client(hospital)
                .get("/fhir/Patient?identifier=" + identifier, network.token(hospital, Role.SYSTEM, "demo"))
                .orFail("looking for a patient at " + hospital.title())
                .json();
        return Optional.ofNullable(found.at("/entry/0/resource/id").textValue());
    }

    String at(Hospital hospital, List<Chart> charts) {
        return charts.stream()
                .filter(chart -> chart.hospital() == hospital)
                .findFirst()
                .flatMap(this::idOf)
                .orElseThrow(() -> new IllegalStateException("the patient is not at " + hospital.title()));
    }
}
