package org.healthsphere.consent.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.healthsphere.consent.ConsentLedgerContract.NORTH;
import static org.healthsphere.consent.ConsentLedgerContract.SOUTH;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SitesTest {
    @TempDir
    Path folder;

    @Test
    void every_program_gets_ports_of_its_own() throws IOException {
        var sites = Sites.of(FabricPlan.local(List.of(NORTH, SOUTH), Ordering.BFT_4));
        var ports = Stream.concat(
                        sites.orderers().stream().flatMap(site -> Stream.of(site.port(), site.admin())),
                        sites.hospitals().stream()
                                .flatMap(site -> Stream.of(site.port(), site.callback(), site.contract())))
                .toList();
        assertThat(ports).hasSize(14).doesNotHaveDuplicates();
        assertThat(sites.orderers()).extracting(Sites.OrdererSite::number).containsExactly(1, 2, 3, 4);
    }

    @Test
    void an_operator_may_say_which_ports() throws IOException {
        var plan =
                new FabricPlan(List.of(NORTH), Ordering.RAFT_1, "127.0.0.1", 17_000, Duration.ofMillis(20), List.of());
        var sites = Sites.of(plan);
        assertThat(sites.orderers()).containsExactly(new Sites.OrdererSite("orderer1", 1, 17_000, 17_001));
        assertThat(sites.hospitals()).containsExactly(new Sites.HospitalSite(NORTH, 17_002, 17_003, 17_004));
    }

    @Test
    void one_more_hospital_leaves_the_others_where_they_are() throws IOException {
        var sites = Sites.of(FabricPlan.local(List.of(NORTH), Ordering.RAFT_1));
        var wider = sites.with(SOUTH, 18_000);
        assertThat(wider.hospitals())
                .containsExactly(sites.hospitals().getFirst(), new Sites.HospitalSite(SOUTH, 18_000, 18_001, 18_002));
        assertThat(wider.orderers()).isEqualTo(sites.orderers());
    }

    @Test
    void what_was_written_is_read_again() throws IOException {
        assertThat(Sites.isIn(folder)).isFalse();
        var sites = Sites.of(FabricPlan.local(List.of(NORTH, SOUTH), Ordering.RAFT_3));
        sites.write(folder);
        assertThat(Sites.isIn(folder)).isTrue();
        assertThat(Sites.read(folder)).isEqualTo(sites);
        assertThat(sites.hospital(SOUTH)).isEqualTo(Outcome.of(sites.hospitals().get(1)));
        assertThat(sites.hospital(new NodeId("stranger")))
                .isEqualTo(Outcome.failed(new Fault.NotFound("a hospital of this name in the network")));
    }

    @Test
    void a_plan_has_hospitals_each_once_and_none_of_the_orderers_name() {
        for (var hospitals : List.of(List.<NodeId>of(), List.of(NORTH, NORTH), List.of(new NodeId("ordering")))) {
            assertThatThrownBy(() -> FabricPlan.local(hospitals, Ordering.RAFT_1))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
