package org.healthsphere.node.portal;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.healthsphere.consent.ConsentView;
import org.healthsphere.federation.research.MemberKeys;
import org.healthsphere.federation.research.Releases;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.node.access.Shelf;
import org.healthsphere.node.access.UserDirectory;
import org.healthsphere.node.audit.AuditLog;
import org.healthsphere.node.care.ContinuityDocument;
import org.healthsphere.node.care.InternationalPatientSummary;
import org.healthsphere.node.care.NetworkRecords;
import org.healthsphere.node.config.NodeConfig;
import org.healthsphere.node.consents.Consents;
import org.healthsphere.node.delegates.Delegation;
import org.healthsphere.node.handover.Handovers;
import org.healthsphere.node.ingest.Ingest;
import org.healthsphere.node.ingest.Replays;
import org.healthsphere.node.ingest.Workbench;
import org.healthsphere.node.ingest.cda.CdaFeed;
import org.healthsphere.node.ingest.table.TableFeed;
import org.healthsphere.node.ingest.upload.Uploads;
import org.healthsphere.node.ingest.v2.V2Feed;
import org.healthsphere.node.matching.Stewardship;
import org.healthsphere.node.network.Members;
import org.healthsphere.node.passkeys.PatientKeys;
import org.healthsphere.node.peers.Contacts;
import org.healthsphere.node.release.BrokenGlass;
import org.healthsphere.node.release.ConsentGate;
import org.healthsphere.node.release.ReceiptBook;
import org.healthsphere.node.research.Participations;
import org.healthsphere.node.research.QuestionAccounts;
import org.healthsphere.node.research.Studies;
import org.healthsphere.node.research.StudyOffice;
import org.healthsphere.node.store.ResourceIndex;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.transparency.Logs;
import org.healthsphere.node.web.WebPages.Ports;
import org.healthsphere.node.web.desk.ConceptHit;
import org.healthsphere.node.web.view.Hospital;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.NodeId;
import org.healthsphere.terminology.Terminology;
import org.healthsphere.terminology.curation.MapSuggestions;
import org.healthsphere.terminology.library.LiveTerminology;

/** The ports of the pages, each on the rooms that it needs. */
public final class Portal {
    private static final List<String> KINDS = List.of(V2Feed.KIND, CdaFeed.KIND, TableFeed.KIND);
    private static final long USUAL_COST_MICROS = 1_000_000;

    private final NodeConfig config;
    private final MemberIdentity identity;
    private final ZoneId zone;
    private final InstantSource clock;
    private final SecureRandom random;

    public Portal(NodeConfig config, MemberIdentity identity, ZoneId zone, InstantSource clock, SecureRandom random) {
        this.config = config;
        this.identity = identity;
        this.zone = zone;
        this.clock = clock;
        this.random = random;
    }

    /**
     * What lies on disk.
     *
     * @param acting by what somebody acts for a patient who asks so, if he still does
     */
    public record Kept(
            ResourceStore store,
            ResourceIndex index,
            AuditLog audit,
            UserDirectory users,
            Named named,
            Function<String, Optional<Delegation>> acting) {}

    /**
     * How people read who it was.
     *
     * @param apps the name of an app
     * @param links what a patient calls a link that he gave away
     * @param helpers who asks in a patient's place
     */
    public record Named(
            Function<String, Optional<String>> apps,
            Function<String, Optional<String>> links,
            Function<String, Optional<String>> helpers) {}

    /** What is known of the network, and the ways in and out. */
    public record Known(
            Members members,
            Consents consents,
            PatientKeys keys,
            ConsentView view,
            Logs logs,
            Incoming incoming,
            Contacts contacts) {}

    /** Messages of the hospital's own systems: taken in, mapped again, tried. */
    public record Incoming(
            Ingest ingest, Replays replays, Workbench workbench, Uploads uploads, List<String> sources) {}

    /** What is released, and how. */
    public record Released(
            ConsentGate gate,
            NetworkRecords records,
            BrokenGlass glass,
            ReceiptBook receipts,
            Stewardship stewardship,
            Handovers handovers) {}

    /** Studies of this hospital's researchers, with what they were told. */
    public record Studying(
            Studies studies,
            StudyOffice office,
            QuestionAccounts accounts,
            MemberKeys keys,
            Releases told,
            Participations participations,
            Terminology terminology) {}

    /**
     * The hospital's own codes, and where what is decided about them is kept.
     *
     * @param folder of the terminology
     */
    public record Curating(LiveTerminology terminology, Path folder, Shelf book) {}

    public Ports ports(Kept kept, Known known, Released released, Studying studying, Curating curating) {
        var hospitals = hospitals(known.members());
        var glasses = new GlassBook(kept.store(), identity.secretBox("broken glass"), random);
        var researchers = researchers(kept, studying, hospitals);
        return new Ports(
                patients(kept, known, released, studying.participations(), hospitals, glasses),
                new BroughtPapers(known.incoming().uploads(), released.gate(), kept.audit(), hospitals),
                desk(kept, released, hospitals, glasses),
                new HandoverDesk(released.gate(), released.handovers(), hospitals),
                researchers,
                new StudyRoom(studying.office(), studying.accounts(), studying.keys(), hospitals),
                new CohortDesk(
                        researchers,
                        researchers.choices(),
                        studying.terminology(),
                        words -> found(studying.terminology(), words),
                        zone,
                        clock),
                operators(kept, known, hospitals),
                mappings(kept, known.incoming(), studying),
                new MatchDesk(released.stewardship(), released.gate()),
                curation(curating, known));
    }

    private static MappingBench mappings(Kept kept, Incoming incoming, Studying studying) {
        CodeSuggestions suggestions = (code, name, targets) -> targets.stream()
                .flatMap(target -> suggested(studying.terminology(), code, name, target))
                .toList();
        var names = new MappingBench.Names(incoming.sources(), KINDS, suggestions);
        return new MappingBench(incoming.workbench(), incoming.replays(), names, kept.audit());
    }

    private static Stream<String> suggested(Terminology terminology, Coding code, String name, String target) {
        return terminology instanceof LiveTerminology live
                ? MapSuggestions.named(live.get(), code, name, target).stream()
                        .map(s -> s.target().code() + " " + s.targetName())
                : Stream.empty();
    }

    private static List<ConceptHit> found(Terminology terminology, String words) {
        return terminology instanceof LiveTerminology live ? new ConceptSearch(live.get()).of(words) : List.of();
    }

    private CurationDesk curation(Curating curating, Known known) {
        var book = new ShelvedBook(curating.book());
        var behind = new CurationDesk.Behind(
                curating.terminology(), known.incoming().ingest()::unmapped, curating.folder(), book);
        return new CurationDesk(behind, clock);
    }

    /** By which people know the members. */
    public Function<NodeId, Hospital> names(Members members) {
        return hospitals(members)::of;
    }

    private Hospitals hospitals(Members members) {
        return new Hospitals(new Hospital(config.id().value(), config.organization()), members);
    }

    private PatientPortal patients(
            Kept kept,
            Known known,
            Released released,
            Participations participations,
            Hospitals hospitals,
            GlassBook glasses) {
        var names = new Looks.Names(
                kept.users(),
                kept.named().apps(),
                kept.named().links(),
                kept.named().helpers());
        var looks = new Looks(hospitals, names, known.consents(), glasses, released.receipts());
        var signatures = new Signatures(known.consents(), known.keys(), clock);
        var paper = new ConsentPaper(zone, hospitals::of);
        var sharing = new Sharing(known.consents(), signatures, released.gate(), hospitals, paper, clock);
        var summaries = new InternationalPatientSummary(config.id(), config.organization());
        var behind = new PatientPortal.Behind(
                released.gate(),
                released.records(),
                summaries,
                sharing,
                kept.audit(),
                released.receipts(),
                known.logs(),
                participations,
                kept.acting());
        return new PatientPortal(behind, hospitals, looks, clock);
    }

    private ClinicianDesk desk(Kept kept, Released released, Hospitals hospitals, GlassBook glasses) {
        var summaries = new InternationalPatientSummary(config.id(), config.organization());
        var behind = new ClinicianDesk.Behind(
                released.gate(),
                released.records(),
                summaries,
                new ContinuityDocument(config.organization()),
                released.glass(),
                kept.audit());
        return new ClinicianDesk(behind, glasses, hospitals, clock);
    }

    private ResearcherDesk researchers(Kept kept, Studying studying, Hospitals hospitals) {
        var asked = new AskedQuestions(kept.store(), studying.told(), random);
        var choices = StudyChoices.of(studying.terminology());
        var behind =
                new ResearcherDesk.Behind(studying.studies(), studying.accounts(), studying.keys(), asked, choices);
        var rules = new ResearcherDesk.Rules(
                Math.min(USUAL_COST_MICROS, config.research().answerMicros()));
        return new ResearcherDesk(behind, rules, hospitals, zone, clock);
    }

    private OperatorConsole operators(Kept kept, Known known, Hospitals hospitals) {
        var behind = new OperatorConsole.Behind(
                known.view(),
                known.logs(),
                kept.store(),
                kept.index(),
                known.incoming().ingest(),
                known.contacts());
        return new OperatorConsole(config, identity, behind, hospitals, clock);
    }
}
