package org.healthsphere.consent.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.util.List;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.hyperledger.fabric.protos.gateway.ErrorDetail;
import org.junit.jupiter.api.Test;

class FaultsTest {
    private static Fault by(String message) {
        return Faults.of(
                "endorse",
                Status.ABORTED.withDescription("failed to endorse transaction, see attached details for more info"),
                List.of(ErrorDetail.newBuilder()
                        .setAddress("peer0.hospital.internal:7051")
                        .setMessage(message)
                        .build()));
    }

    @Test
    void the_contracts_refusals_are_understood_as_a_peer_passes_them_on() {
        assertThat(by("chaincode response 500, refused 404: no such consent"))
                .isEqualTo(new Fault.NotFound("no such consent"));
        assertThat(by("chaincode response 500, refused 409: is on the ledger already"))
                .isEqualTo(new Fault.Conflict("is on the ledger already"));
        assertThat(by("refused 400: x")).isEqualTo(new Fault.Invalid("x"));
        assertThat(by("refused 403: x")).isEqualTo(new Fault.Forbidden("x"));
        assertThat(by("refused 410: x")).isEqualTo(new Fault.Gone("x"));
        assertThat(by("refused 422: x")).isEqualTo(new Fault.Unprocessable(List.of(new Problem("", "x"))));
    }

    @Test
    void of_all_else_only_the_stage_is_kept() {
        for (var message : new String[] {"connection to peer0.hospital.internal:7051 failed", "refused 999: x", ""}) {
            assertThat(by(message)).isEqualTo(new Fault.Unavailable("consent ledger: endorse"));
        }
        assertThat(Faults.of("commit", Status.DEADLINE_EXCEEDED, List.of()))
                .isEqualTo(new Fault.Unavailable("consent ledger: commit"));
        assertThat(Faults.of(
                        "evaluate",
                        Status.UNKNOWN.withDescription(
                                "evaluate call to endorser returned error: chaincode response 500, refused 404: x"),
                        List.of()))
                .isEqualTo(new Fault.NotFound("x"));
    }

    @Test
    void who_is_not_let_in_is_told_so() {
        assertThat(Faults.of("evaluate", Status.PERMISSION_DENIED, List.of())).isInstanceOf(Fault.Forbidden.class);
        assertThat(Faults.of("evaluate", Status.UNAUTHENTICATED, List.of())).isInstanceOf(Fault.Unauthenticated.class);
    }
}
