package org.healthsphere.node.links;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.healthsphere.keys.sealing.SecretBox;
import org.healthsphere.node.access.MovableClock;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.audit.AuditEntry;
import org.healthsphere.node.audit.AuditEvent.Result;
import org.healthsphere.node.audit.InMemoryAuditLog;
import org.healthsphere.node.links.SharedLink.State;
import org.healthsphere.node.links.SharedLink.Use;
import org.healthsphere.node.links.SharedLinks.Call;
import org.healthsphere.node.links.SharedLinks.Given;
import org.healthsphere.node.links.SharedLinks.Opening;
import org.healthsphere.node.links.SharedLinks.Wish;
import org.healthsphere.node.store.memory.InMemoryResourceStore;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;

class SharedLinksTest {
    private static final Instant NOW = Instant.parse("2026-03-03T10:15:00Z");
    private static final Bytes SUMMARY = Bytes.utf8("{\"resourceType\":\"Bundle\",\"type\":\"document\"}");

    private final MovableClock clock = new MovableClock(NOW);
    private final SecureRandom random = new SecureRandom();
    private final InMemoryResourceStore store = new InMemoryResourceStore(clock);
    private final InMemoryAuditLog audit = new InMemoryAuditLog(clock);
    private final SecretBox box = SecretBox.generate(random);
    private final SharedLinks links = links(Optional.empty());

    private SharedLinks links(Optional<String> viewer) {
        return new SharedLinks(
                new NodeId("north"),
                new SharedLinks.Places(() -> "https://north.example.org", viewer),
                new SharedLinks.Kept(store, box, audit),
                clock,
                random);
    }

    private Given made(Optional<String> passcode) {
        var wish = new Wish("For Dr Sample", NOW.plus(Duration.ofHours(1)), passcode);
        return links.make("ann", wish, SUMMARY, "r-made").orElseThrow();
    }

    private Opening opened(Given given, Optional<String> passcode) {
        return links.open(new Call(ShlReader.of(given.address()).name(), "Dr Sample's clinic", passcode, "r-open"))
                .orElseThrow();
    }

    @Test
    void the_link_says_where_until_when_and_with_which_key() {
        var read = ShlReader.of(made(Optional.empty()).address());
        assertThat(read.payload().path("url").asText()).matches("https://north\\.example\\.org/links/[A-Za-z0-9_-]{43}");
        assertThat(read.payload().path("exp").asLong()).isEqualTo(NOW.plus(Duration.ofHours(1)).getEpochSecond());
        assertThat(read.payload().path("key").asText()).matches("[A-Za-z0-9_-]{43}");
        assertThat(read.payload().path("label").asText()).isEqualTo("For Dr Sample");
        assertThat(read.payload().path("v").asInt()).isEqualTo(1);
        assertThat(read.payload().has("flag")).isFalse();
        assertThat(ShlReader.of(made(Optional.of("open sesame")).address())
                        .payload()
                        .path("flag")
                        .asText())
                .isEqualTo("P");
    }

    @Test
    void a_viewer_stands_before_it_where_the_hospital_has_one() {
        var wish = new Wish("x", NOW.plusSeconds(60), Optional.empty());
        assertThat(links(Optional.of("https://viewer.example.org/"))
                        .make("ann", wish, SUMMARY, "r")
                        .orElseThrow()
                        .address())
                .startsWith("https://viewer.example.org/#shlink:/");
        assertThat(made(Optional.empty()).address()).startsWith("shlink:/");
    }

    @Test
    void behind_it_lies_what_an_independent_reader_decrypts() {
        var given = made(Optional.empty());
        var opened = (Opening.Opened) opened(given, Optional.empty());
        assertThat(ShlReader.of(given.address()).decrypted(opened.file().utf8())).isEqualTo(SUMMARY.utf8());
        assertThat(ShlReader.header(opened.file().utf8()))
                .isEqualTo("{\"zip\":\"DEF\",\"cty\":\"application/fhir+json\",\"enc\":\"A256GCM\",\"alg\":\"dir\"}");
    }

    @Test
    void each_opening_is_counted_named_and_audited_about_the_patient() {
        var given = made(Optional.empty());
        assertThat(opened(given, Optional.empty())).isInstanceOf(Opening.Opened.class);
        clock.advance(Duration.ofMinutes(5));
        assertThat(links.open(new Call(
                                ShlReader.of(given.address()).name(), "\u0007tab\tand " + "x".repeat(200), Optional.empty(), "r")))
                .isInstanceOf(Outcome.Success.class);
        assertThat(links.of("ann").getFirst().uses())
                .containsExactly(
                        new Use(NOW, "Dr Sample's clinic"),
                        new Use(NOW.plus(Duration.ofMinutes(5)), "tab and " + "x".repeat(72)));
        assertThat(audit.ofPatient("ann", 10))
                .extracting(entry -> entry.event().code())
                .containsExactly(AuditCode.LINK_OPENED, AuditCode.LINK_OPENED, AuditCode.LINK_MADE);
        assertThat(audit.ofPatient("ann", 1).getFirst().event().what())
                .containsExactly("link:" + given.link().id());
    }

    @Test
    void nothing_that_opens_it_is_in_the_audit_or_readable_in_the_store() {
        var given = made(Optional.of("open sesame"));
        var read = ShlReader.of(given.address());
        assertThat(audit.newest(10).stream().map(AuditEntry::toString))
                .noneMatch(line -> line.contains(read.name()) || line.contains(read.payload().path("key").asText()));
        for (var space : List.of("shared-link", "shared-link-name", "shared-link-document")) {
            try (var marks = store.marks(space)) {
                assertThat(marks.toList()).isNotEmpty().allSatisfy(mark -> {
                    assertThat(mark.key()).doesNotContain(read.name());
                    assertThat(mark.value().utf8()).doesNotContain("For Dr Sample", "open sesame");
                    assertThat(mark.patient()).contains("ann");
                });
            }
        }
    }

    @Test
    void a_wrong_passcode_opens_nothing_and_after_five_nothing_does() {
        var given = made(Optional.of("open sesame"));
        var left = IntStream.range(0, 5)
                .mapToObj(i -> opened(given, i == 0 ? Optional.empty() : Optional.of("open sesamf")))
                .toList();
        assertThat(left)
                .containsExactly(
                        new Opening.WrongPasscode(4),
                        new Opening.WrongPasscode(3),
                        new Opening.WrongPasscode(2),
                        new Opening.WrongPasscode(1),
                        new Opening.WrongPasscode(0));
        assertThat(opened(given, Optional.of("open sesame"))).isEqualTo(new Opening.Nothing());
        assertThat(links.of("ann").getFirst().state(clock.instant())).isEqualTo(State.LOCKED);
        assertThat(audit.ofPatient("ann", 10).stream()
                        .filter(entry -> entry.event().result() == Result.DENIED))
                .hasSize(5);
    }

    @Test
    void the_right_passcode_opens_it_also_after_a_wrong_one() {
        var given = made(Optional.of("open sesame"));
        assertThat(opened(given, Optional.of("close sesame"))).isEqualTo(new Opening.WrongPasscode(4));
        assertThat(opened(given, Optional.of("open sesame"))).isInstanceOf(Opening.Opened.class);
    }

    @Test
    void when_its_time_has_come_it_leads_nowhere_and_what_was_behind_it_goes() {
        var given = made(Optional.empty());
        clock.advance(Duration.ofHours(1).minusMillis(1));
        assertThat(opened(given, Optional.empty())).isInstanceOf(Opening.Opened.class);
        clock.advance(Duration.ofMillis(1));
        assertThat(opened(given, Optional.empty())).isEqualTo(new Opening.Nothing());
        assertThat(links.make("bea", new Wish("x", clock.instant().plusSeconds(9), Optional.empty()), SUMMARY, "r"))
                .isInstanceOf(Outcome.Success.class);
        assertThat(store.mark("shared-link-document", given.link().id())).isEmpty();
    }

    @Test
    void who_ends_it_ends_its_next_opening() {
        var given = made(Optional.empty());
        var before = (Opening.Opened) opened(given, Optional.empty());
        assertThat(links.end("bea", given.link().id(), "r"))
                .isEqualTo(Outcome.failed(new Fault.NotFound("link")));
        assertThat(links.end("ann", given.link().id(), "r").map(link -> link.state(NOW)))
                .isEqualTo(Outcome.of(State.STOPPED));
        assertThat(opened(given, Optional.empty())).isEqualTo(new Opening.Nothing());
        assertThat(links.file(ticket(before))).isEmpty();
        assertThat(store.mark("shared-link-document", given.link().id())).isEmpty();
    }

    @Test
    void the_way_to_a_file_is_good_once_and_for_minutes() {
        var given = made(Optional.empty());
        var first = (Opening.Opened) opened(given, Optional.empty());
        assertThat(first.location()).startsWith("https://north.example.org/links/files/");
        assertThat(links.file(ticket(first))).contains(first.file());
        assertThat(links.file(ticket(first))).isEmpty();
        var second = (Opening.Opened) opened(given, Optional.empty());
        clock.advance(Duration.ofMinutes(10));
        assertThat(links.file(ticket(second))).isEmpty();
    }

    @Test
    void nobody_opens_what_he_guesses_and_nobody_sees_anothers() {
        var given = made(Optional.empty());
        assertThat(links.open(new Call(given.link().id(), "me", Optional.empty(), "r")))
                .isEqualTo(Outcome.of(new Opening.Nothing()));
        assertThat(links.find("bea", given.link().id())).isEmpty();
        assertThat(links.of("bea")).isEmpty();
    }

    @Test
    void a_link_into_the_past_is_not_made() {
        assertThat(links.make("ann", new Wish("x", NOW, Optional.empty()), SUMMARY, "r"))
                .isInstanceOf(Outcome.Failure.class);
        assertThat(audit.newest(1)).isEmpty();
    }

    private static String ticket(Opening.Opened opened) {
        return opened.location().replaceAll(".*/", "");
    }
}
