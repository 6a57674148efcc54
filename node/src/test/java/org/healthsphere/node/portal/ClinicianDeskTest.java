package org.healthsphere.node.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.consent.Directive;
import org.healthsphere.federation.Sealing;
import org.healthsphere.federation.exchange.RecordExchange;
import org.healthsphere.federation.linkage.LinkageSecret;
import org.healthsphere.federation.linkage.Tokenizer;
import org.healthsphere.node.access.Caller;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.audit.AuditEvent;
import org.healthsphere.node.care.ContinuityDocument;
import org.healthsphere.node.care.InternationalPatientSummary;
import org.healthsphere.node.care.NetworkRecords;
import org.healthsphere.node.release.House;
import org.healthsphere.node.release.Identities;
import org.healthsphere.node.web.desk.DeskPages;
import org.healthsphere.node.web.desk.Grounds;
import org.healthsphere.node.web.desk.PatientHit;
import org.healthsphere.node.web.desk.PatientQuery;
import org.healthsphere.node.web.view.Asking;
import org.healthsphere.node.web.view.Hospital;
import org.healthsphere.node.web.view.MergedView;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClinicianDeskTest {
    private static final Outcome<Object> GONE = Outcome.failed(new Fault.Gone("the way to this record"));
    private static final String REASON = "Unconscious after a fall";

    private final House house = new House();
    private final GlassBook glasses =
            new GlassBook(house.store, Identities.of("north").secretBox("broken glass"), house.random);
    private final ClinicianDesk desk = new ClinicianDesk(
            new ClinicianDesk.Behind(
                    house.gate,
                    records(),
                    new InternationalPatientSummary(House.NORTH, "North Hospital"),
                    new ContinuityDocument("North Hospital"),
                    house.glass,
                    house.audit),
            glasses,
            new Hospitals(new Hospital("north", "North Hospital"), house.members),
            house.clock);
    private int requests;

    /** A network of this hospital alone. */
    private NetworkRecords records() {
        var tokenizer = new Tokenizer(new LinkageSecret(Bytes.of(new byte[32])));
        var exchange = new RecordExchange(
                House.NORTH, List::of, new NobodyToSealFor(), (_, _) -> Map.of(), house.clock, () -> "query-0001");
        return new NetworkRecords(
                House.NORTH,
                new NetworkRecords.Own(house.gate, house.released, house.view),
                new NetworkRecords.Network(exchange, (_, person) -> Outcome.of(tokenizer.tokens(person))),
                house.audit,
                Duration.ofSeconds(1),
                house.clock);
    }

    private record NobodyToSealFor() implements Sealing {
        @Override
        public Outcome<Bytes> seal(Header header, Bytes content) {
            return Outcome.failed(new Fault.Unavailable("a network"));
        }

        @Override
        public Outcome<Opened> open(Bytes envelope) {
            return Outcome.failed(new Fault.Unavailable("a network"));
        }
    }

    @BeforeEach
    void two_patients() {
        house.put(
                "Patient",
                "ann",
                "ann",
                "{'name':[{'family':'Testova','given':['Annabella']}],'birthDate':'1961-07-09','identifier':[{'value':'M1'}]}");
        house.put("Condition", "c1", "ann", "{'code':{'text':'Asthma'},'subject':{'reference':'Patient/ann'}}");
        house.put(
                "Patient",
                "bea",
                "bea",
                "{'name':[{'family':'Testova','given':['Beatrix']}],'birthDate':'1961-07-09'}");
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void patients_are_found_by_all_that_is_known_of_them() {
        assertThat(found(Optional.of("testova"), Optional.empty(), Optional.empty()))
                .containsExactlyInAnyOrder("ann", "bea");
        assertThat(found(Optional.of(" annab  TEST "), Optional.empty(), Optional.empty()))
                .containsExactly("ann");
        assertThat(found(Optional.empty(), Optional.of("1961-07-09"), Optional.of("M1")))
                .containsExactly("ann");
        assertThat(found(Optional.of("testova"), Optional.of("1961-07-10"), Optional.empty()))
                .isEmpty();
    }

    private List<String> found(Optional<String> name, Optional<String> born, Optional<String> number) {
        var query = new PatientQuery(name, born.map(LocalDate::parse), number);
        return desk.find(by("user-1", Role.CLINICIAN), query).orElseThrow().stream()
                .map(PatientHit::patient)
                .toList();
    }

    @Test
    void no_more_are_found_than_a_page_holds() {
        for (var i = 0; i < 25; i++) {
            house.put("Patient", "x" + i, "x" + i, "{'name':[{'family':'Many'}]}");
        }
        assertThat(found(Optional.of("many"), Optional.empty(), Optional.empty()))
                .hasSize(DeskPages.MOST_HITS);
    }

    @Test
    void a_record_opens_to_treat_and_not_against_the_patients_no() {
        assertThat(opened("user-1", "ann", new Grounds.Treatment())
                        .orElseThrow()
                        .entries())
                .isEqualTo(1);
        house.says("ann", House.consent("{'type':'deny'}"), PurposeOfUse.TREAT);
        assertThat(opened("user-1", "ann", new Grounds.Treatment())).isInstanceOf(Outcome.Failure.class);
        assertThat(found(Optional.of("annabella"), Optional.empty(), Optional.empty()))
                .isEmpty();
    }

    @Test
    void a_broken_glass_opens_what_the_patient_denied_and_is_on_ledger_and_audit_before() {
        house.says("ann", House.consent("{'type':'deny'}"), PurposeOfUse.TREAT);
        var glass = broken("user-1", "ann");
        assertThat(glassesOnTheLedger()).isEqualTo(1);
        assertThat(house.audit.newest(1).getFirst().event())
                .isEqualTo(AuditEvent.of(
                                AuditCode.GLASS_BROKEN,
                                new Requester(House.NORTH, "user-1", Role.CLINICIAN),
                                PurposeOfUse.ETREAT,
                                "request-" + requests)
                        .about("ann")
                        .naming(List.of("Patient/ann")));
        assertThat(opened("user-1", "ann", glass).orElseThrow().entries()).isEqualTo(1);
    }

    @Test
    void a_glass_is_one_clinicians_and_one_patients() {
        var glass = broken("user-1", "ann");
        assertThat(opened("user-2", "ann", glass)).isEqualTo(GONE);
        assertThat(opened("user-1", "bea", glass)).isEqualTo(GONE);
        assertThat(opened("user-1", "ann", new Grounds.Emergency("of-nobody"))).isEqualTo(GONE);
        assertThat(desk.summary(by("user-2", Role.CLINICIAN), "ann", glass)).isEqualTo(GONE);
    }

    @Test
    void a_glass_is_good_for_half_an_hour() {
        var glass = broken("user-1", "ann");
        house.clock.advance(Duration.ofMinutes(30).minusMillis(1));
        assertThat(opened("user-1", "ann", glass)).isInstanceOf(Outcome.Success.class);
        house.clock.advance(Duration.ofMillis(1));
        assertThat(opened("user-1", "ann", glass)).isEqualTo(GONE);
    }

    @Test
    void only_clinicians_break_it() {
        for (var role : Set.of(Role.OPERATOR, Role.STEWARD, Role.RESEARCHER, Role.AUDITOR)) {
            assertThat(desk.breakGlass(by("user-1", role), "ann", REASON))
                    .isEqualTo(Outcome.failed(new Fault.Forbidden("this is for clinicians")));
        }
        assertThat(glassesOnTheLedger()).isZero();
        assertThat(glasses.of("ann")).isEmpty();
    }

    @Test
    void what_the_ledger_does_not_take_opens_nothing() {
        var _ = house.ledger.submit(new Directive.SuspendMember(House.NORTH)).orElseThrow();
        assertThat(desk.breakGlass(by("user-1", Role.CLINICIAN), "ann", REASON)).isInstanceOf(Outcome.Failure.class);
        assertThat(house.audit.newest(1)).isEmpty();
    }

    @Test
    void the_summary_is_a_document_of_what_is_shown() {
        var summary = desk.summary(by("user-1", Role.CLINICIAN), "ann", new Grounds.Treatment())
                .orElseThrow();
        assertThat(summary.fileName()).isEqualTo("patient-summary.json");
        assertThat(House.tree(summary.content().utf8()).findValuesAsText("text"))
                .contains("Asthma");
    }

    private Grounds broken(String subject, String patient) {
        return new Grounds.Emergency(
                desk.breakGlass(by(subject, Role.CLINICIAN), patient, REASON).orElseThrow());
    }

    private Outcome<MergedView> opened(String subject, String patient, Grounds grounds) {
        house.follow();
        return desk.open(by(subject, Role.CLINICIAN), patient, grounds);
    }

    private long glassesOnTheLedger() {
        return house.ledger.eventsFrom(0).orElseThrow().stream()
                .filter(event -> event.directive() instanceof Directive.BreakGlass)
                .count();
    }

    private Asking by(String subject, Role role) {
        requests++;
        var requester = new Requester(House.NORTH, subject, role);
        return new Asking(
                new Caller(requester, Caller.purposesOf(role), Set.of(), Optional.empty()), "request-" + requests);
    }
}
