package org.healthsphere.node.joining;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.Directive;
import org.healthsphere.consent.Directive.CertifyMember;
import org.healthsphere.consent.InMemoryConsentLedger;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.consent.LedgerMode;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.keys.bc.BcCertificateRequests;
import org.healthsphere.keys.identity.Applicant;
import org.healthsphere.node.access.Shelf;
import org.healthsphere.node.joining.JoinDesk.Waiting;
import org.healthsphere.node.network.Admissions;
import org.healthsphere.node.network.Application;
import org.healthsphere.node.network.NetworkAuthority;
import org.healthsphere.node.network.NodeFolder;
import org.healthsphere.node.network.Registrar;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JoinDeskTest {
    private static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");

    private final InstantSource clock = InstantSource.fixed(NOW);
    private final SecureRandom random = new SecureRandom();
    private final InMemoryConsentLedger ledger = new InMemoryConsentLedger(Clock.fixed(NOW, ZoneOffset.UTC));
    private final ConsentLedger founder = ledger.seenBy(new NodeId("network"));
    private final Admissions admissions = new Admissions();

    @TempDir
    private Path folder;

    private Registrar registrar;
    private JoinDesk desk;
    private Application west;

    @BeforeEach
    void a_desk_with_an_application_that_was_admitted() {
        var authority = NetworkAuthority.open(folder.resolve("authority"), clock, random);
        registrar = new Registrar(authority, founder);
        var here = new NodeFolder(folder.resolve("north"));
        var passphrase = Passphrase.generate(random);
        var north = authority.admit(applicant("north"), here, passphrase).orElseThrow();
        var at = new Welcome.At("127.0.0.1", 7051, LedgerMode.EMBEDDED);
        var self = new JoinDesk.Self(north, here, at, Shelf.in(folder.resolve("letterbox.json")));
        desk = new JoinDesk(self, admissions, founder, clock, random);
        west = Application.of(applicant("west"), URI.create("https://localhost:8444"), new BcCertificateRequests());
        assertThat(desk.bring(west.text())).isEqualTo(Outcome.of(west));
        say(JoinDesk.admission(west));
    }

    private Applicant applicant(String name) {
        return Applicant.create(new NodeId(name), "Hospital " + name, List.of("localhost"), random);
    }

    private void say(Directive directive) {
        var _ = founder.submit(directive).orElseThrow();
    }

    private List<LedgerEvent> events() {
        return founder.eventsFrom(0).orElseThrow();
    }

    private Outcome<Progress> progress() {
        assertThat(desk.waiting()).extracting(Waiting::application).containsExactly(west);
        return desk.waiting().getFirst().progress();
    }

    @Test
    void an_application_whose_answer_cannot_be_made_waits_with_the_reason_until_it_can() throws IOException {
        assertThat(registrar.work()).isEqualTo(Outcome.of(1));
        events().forEach(admissions::apply);
        var list = folder.resolve("north").resolve("network").resolve("revocations.crl");
        var kept = Files.readAllBytes(list);
        Files.delete(list);
        assertThat(progress())
                .isEqualTo(Outcome.failed(new Fault.Unavailable(
                        "the list of revoked certificates, which this node has from the ledger")));

        Files.write(list, kept);
        assertThat(progress().map(made -> made.json().path("state")))
                .isEqualTo(Outcome.of(JsonNodeFactory.instance.textNode("certified")));
    }

    @Test
    void where_the_authority_issues_no_identities_on_the_ledger_the_operator_reads_who_does() {
        assertThat(registrar.work()).isEqualTo(Outcome.of(1));
        events().stream().map(JoinDeskTest::withoutIdentity).forEach(admissions::apply);
        assertThat(progress()).asString().startsWith("Failure").contains("hie ledger add-hospital");
    }

    private static LedgerEvent withoutIdentity(LedgerEvent event) {
        return event.directive() instanceof CertifyMember issued
                ? new LedgerEvent(
                        event.height(),
                        event.index(),
                        event.transaction(),
                        event.time(),
                        new CertifyMember(issued.member(), issued.request(), issued.card(), issued.tls(), Bytes.NONE))
                : event;
    }
}
