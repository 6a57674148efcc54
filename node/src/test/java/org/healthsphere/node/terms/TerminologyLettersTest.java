package org.healthsphere.node.terms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.healthsphere.federation.InMemoryPeerChannel;
import org.healthsphere.federation.exchange.ReleasedRecords;
import org.healthsphere.federation.exchange.Responder;
import org.healthsphere.node.network.Correspondence;
import org.healthsphere.node.network.Correspondence.Kind;
import org.healthsphere.node.network.TestNetwork;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Deadline;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.healthsphere.terminology.content.BundledContent;
import org.healthsphere.terminology.library.LiveTerminology;
import org.healthsphere.terminology.library.LoadedTerminology;
import org.healthsphere.terminology.library.SharedTerminology;
import org.healthsphere.terminology.library.TerminologyLibrary;
import org.healthsphere.terminology.load.Progress;
import org.healthsphere.terminology.load.Wishes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two members in sealed envelopes. */
class TerminologyLettersTest {
    private static final Coding CODE = new Coding("https://example.org/codes", "a");

    @TempDir
    private Path folder;

    private TestNetwork network;
    private InMemoryPeerChannel channel;
    private Member north;
    private Member south;

    private record Member(
            Path folder,
            LiveTerminology live,
            LoadedTerminology loaded,
            TerminologyLetters letters,
            Function<Bytes, Outcome<Bytes>> reader) {
        Sha256 load(String licence) throws IOException {
            var file = Files.writeString(folder.resolve("codes.csv"), """
                    # url: https://example.org/codes
                    # version: 1
                    # licence: %s
                    code,display
                    a,First
                    """.formatted(licence));
            var report =
                    loaded.load(file, Wishes.NONE, Set.of(), Progress.UNHEARD).orElseThrow();
            assertThat(live.follow().orElseThrow()).isPresent();
            return report.added().getFirst().file();
        }
    }

    @BeforeEach
    void two_members() throws IOException {
        network = new TestNetwork(folder);
        channel = new InMemoryPeerChannel(network.clock, _ -> 401);
        var hospitals = List.of(network.hospital("north"), network.hospital("south"));
        network.publish();
        hospitals.forEach(TestNetwork.Hospital::follow);
        north = member(hospitals.getFirst(), "south");
        south = member(hospitals.getLast(), "north");
        channel.connect(new NodeId("north"), north.reader());
        channel.connect(new NodeId("south"), south.reader());
    }

    private Member member(TestNetwork.Hospital of, String other) throws IOException {
        var place = Files.createDirectories(folder.resolve("terms-" + of.identity.id()));
        var live = LiveTerminology.in(
                place, texts -> TerminologyLibrary.open(place, BundledContent.sources(), place, texts));
        var _ = live.get();
        var loaded = LoadedTerminology.in(place);
        var post = new Correspondence(of.identity.id(), of.members, of.sealing, network.clock, network.random);
        var letters = new TerminologyLetters(
                new SharedTerminology(live, loaded),
                () -> List.of(new NodeId(other)),
                messages -> post.carry(
                        Kind.TERMINOLOGY, channel, messages, Deadline.in(Duration.ofSeconds(60), network.clock)));
        var records = new Responder(
                of.sealing,
                of.members,
                _ -> Outcome.of(Optional.empty()),
                _ -> new ReleasedRecords.StaleView(),
                network.clock,
                post::newId);
        return new Member(
                place,
                live,
                loaded,
                letters,
                post.reader(records, Map.of(Kind.TERMINOLOGY, Correspondence.Reader.ofAll(letters::answer))));
    }

    private TerminologyLetters.Difference fromNorth() {
        return Objects.requireNonNull(south.letters().differences().get(new NodeId("north")));
    }

    @Test
    void a_file_that_is_missing_is_fetched_by_its_digest_and_answered_from() throws IOException {
        assertThat(fromNorth().isNone()).isTrue();
        var digest = north.load("CC0-1.0");
        var difference = fromNorth();
        assertThat(difference.here()).isEmpty();
        assertThat(difference.there())
                .singleElement()
                .satisfies(file -> assertThat(file.path("sha256").asText()).isEqualTo(digest.hex()));
        assertThat(south.letters().fetch(digest).orElseThrow().source()).isEqualTo("north");
        assertThat(south.live().follow().orElseThrow()).isPresent();
        assertThat(south.live().lookup(CODE)).isEqualTo(north.live().lookup(CODE));
        assertThat(fromNorth().isNone()).isTrue();
    }

    @Test
    void what_a_licence_keeps_is_refused_by_name() throws IOException {
        var digest = north.load("own");
        assertThat(south.letters().fetch(digest))
                .isEqualTo(
                        Outcome.failed(
                                new Fault.NotFound(
                                        "terminology file " + digest
                                                + " at any member (north: the licence of https://example.org/codes|1 does not let it be handed on)")));
    }

    @Test
    void what_nobody_has_or_gives_as_it_was_wanted_is_not_taken() throws IOException {
        var wanted = Sha256.of("wanted");
        assertThat(south.letters().fetch(wanted)).isInstanceOf(Outcome.Failure.class);
        channel.connect(new NodeId("north"), _ -> Outcome.of(Bytes.utf8("no envelope")));
        assertThat(south.letters().fetch(wanted))
                .isEqualTo(Outcome.failed(
                        new Fault.NotFound("terminology file " + wanted + " at any member (north: no answer)")));
        assertThat(south.loaded().entries()).isEmpty();
        assertThat(south.letters().differences()).isEmpty();
    }

    @Test
    void a_member_that_lies_about_a_file_is_found_out() {
        var liar = new TerminologyLetters(
                new SharedTerminology(south.live(), south.loaded()),
                () -> List.of(new NodeId("north")),
                messages -> Map.of(new NodeId("north"), Bytes.utf8("another file")));
        var wanted = Sha256.of("wanted");
        assertThat(liar.fetch(wanted))
                .isEqualTo(Outcome.failed(new Fault.NotFound("terminology file " + wanted
                        + " at any member (north: what north gave is not the file " + wanted + ")")));
    }

    @Test
    void a_letter_that_asks_for_nothing_known_is_refused() {
        assertThat(north.letters().answer(Bytes.utf8("{}"))).isInstanceOf(Outcome.Failure.class);
        assertThat(north.letters().answer(Bytes.utf8("nonsense"))).isInstanceOf(Outcome.Failure.class);
        assertThat(north.letters().answer(Bytes.utf8("{\"ask\":\"file\",\"sha256\":\"x\"}")))
                .isInstanceOf(Outcome.Failure.class);
    }

    private TerminologyEpochs epochs(String id, Member member, String... taking) {
        var members = Arrays.stream(taking).map(NodeId::new).collect(Collectors.toSet());
        var self = new NodeId(id);
        return new TerminologyEpochs(self, network.ledger.seenBy(self), member.letters(), () -> members);
    }

    @Test
    void the_lock_of_an_epoch_is_the_one_that_more_than_half_of_the_members_have_said() {
        var ofNorth = epochs("north", north, "north", "south");
        var ofSouth = epochs("south", south, "north", "south");
        assertThat(ofNorth.all().orElseThrow()).isEmpty();
        var lock = ofNorth.say(1, ofNorth.own()).orElseThrow();
        var once = ofSouth.all().orElseThrow().getFirst();
        assertThat(once.said().keySet()).containsExactly(new NodeId("north"));
        assertThat(once.agreed()).isEmpty();
        assertThat(ofSouth.lock(lock).then(same -> ofSouth.say(1, same))).isEqualTo(Outcome.of(lock));
        var twice = ofNorth.all().orElseThrow().getFirst();
        assertThat(twice.agreed()).hasValue(lock);
        assertThat(epochs("north", north, "north", "south", "east", "west")
                        .all()
                        .orElseThrow()
                        .getFirst()
                        .agreed())
                .as("two of four")
                .isEmpty();
        assertThat(epochs("north", north, "north")
                        .all()
                        .orElseThrow()
                        .getFirst()
                        .agreed())
                .as("who has left has no vote")
                .hasValue(lock);
    }

    @Test
    void a_member_with_another_version_refuses_an_epoch_by_the_name_of_the_file() throws IOException {
        var ofNorth = epochs("north", north, "north", "south");
        var file = north.load("CC0-1.0");
        var lock = ofNorth.say(1, ofNorth.own()).orElseThrow();
        var ofSouth = epochs("south", south, "north", "south");
        var refusal = Outcome.failed(new Fault.VersionMismatch(
                "terminology: https://example.org/codes|1 as " + file + ", which is not here"));
        assertThat(ofSouth.lock(lock).then(same -> ofSouth.say(1, same))).isEqualTo(refusal);
        assertThat(ofSouth.expand(lock, "https://example.org/codes/vs")).isEqualTo(refusal);
        assertThat(ofNorth.expand(lock, "https://example.org/codes/vs")
                        .orElseThrow()
                        .digest())
                .isEqualTo(north.live()
                        .expand("https://example.org/codes/vs")
                        .orElseThrow()
                        .digest());
    }

    @Test
    void what_was_said_of_an_epoch_is_said_for_good_and_an_unknown_lock_is_found_nowhere() throws IOException {
        var ofNorth = epochs("north", north, "north", "south");
        var before = ofNorth.own();
        assertThat(ofNorth.say(2, before)).isInstanceOf(Outcome.Success.class);
        var _ = north.load("CC0-1.0");
        assertThat(ofNorth.own()).isNotEqualTo(before);
        assertThat(ofNorth.say(2, ofNorth.own())).isInstanceOf(Outcome.Failure.class);
        assertThat(ofNorth.say(1, ofNorth.own())).isInstanceOf(Outcome.Failure.class);
        assertThat(ofNorth.all().orElseThrow()).hasSize(1);
        assertThat(ofNorth.lock(Sha256.of("nobody's"))).isInstanceOf(Outcome.Failure.class);
    }
}
