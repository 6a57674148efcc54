package org.healthsphere.node.web;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.healthsphere.node.access.WhoMay.Route;
import org.healthsphere.node.web.fixture.Reader;
import org.healthsphere.node.web.fixture.TestNode;
import org.healthsphere.node.web.page.Addresses;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Each page says where in the navigation one is. */
class NavigationTest {
    private static final Pattern CURRENT = Pattern.compile("<li><a href=\"([^\"]+)\" aria-current=\"page\">");

    /** The pages that are called by their path alone, and by which way each is reached. */
    private static final Map<Route, Route> WAYS = Map.ofEntries(
            entry(Addresses.ME, Addresses.ME),
            entry(Addresses.RECORD, Addresses.RECORD),
            entry(Addresses.TIMELINE, Addresses.RECORD),
            entry(Addresses.CURVES, Addresses.RECORD),
            entry(Addresses.BRING, Addresses.RECORD),
            entry(Addresses.SHARING, Addresses.SHARING),
            entry(Addresses.SEEN, Addresses.SHARING),
            entry(Addresses.HELPERS, Addresses.SHARING),
            entry(Addresses.LOOKED, Addresses.LOOKED),
            entry(Addresses.OWN_RESEARCH, Addresses.LOOKED),
            entry(Addresses.LINKS, Addresses.LINKS),
            entry(Addresses.APPS, Addresses.APPS),
            entry(Addresses.DESK, Addresses.DESK),
            entry(Addresses.INBOX, Addresses.INBOX),
            entry(Addresses.RESEARCH, Addresses.RESEARCH),
            entry(Addresses.COHORT, Addresses.RESEARCH),
            entry(Addresses.STUDIES, Addresses.STUDIES),
            entry(Addresses.HEALTH, Addresses.HEALTH),
            entry(Addresses.MESSAGES, Addresses.MESSAGES),
            entry(Addresses.KEPT, Addresses.KEPT),
            entry(Addresses.MAPPINGS, Addresses.MAPPINGS),
            entry(Addresses.MEMBERS, Addresses.MEMBERS),
            entry(Addresses.MATCHES, Addresses.MATCHES),
            entry(Addresses.CURATION, Addresses.CURATION),
            entry(Addresses.PROPOSALS, Addresses.PROPOSALS),
            entry(Addresses.CASES, Addresses.CASES),
            entry(Addresses.GUARDIANS, Addresses.GUARDIANS));

    /** Documents and files, which have no navigation. */
    private static final List<Route> FILES =
            List.of(Addresses.OWN_SUMMARY, Addresses.OWN_IPS, Addresses.OWN_RESEARCH_PROOF);

    private static Stream<Route> pages(Role role) {
        return Addresses.TABLE.routes().stream()
                .filter(route -> route.method().equals("GET") && !route.path().contains(":"))
                .filter(route -> route.path().matches("/(me|desk|ops)(/.*)?"))
                .filter(route -> Addresses.TABLE.permits(route, Optional.of(role)))
                .filter(route -> !FILES.contains(route));
    }

    private static List<String> current(Reader reader, String path) throws Exception {
        return CURRENT.matcher(reader.settled(path).body())
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(value = Role.class, names = "SYSTEM", mode = Mode.EXCLUDE)
    void every_page_shows_the_way_to_it_and_no_other(Role role) throws Exception {
        try (var node = new TestNode()) {
            var reader = node.reader(role);
            for (var page : pages(role).toList()) {
                assertThat(WAYS).as("a page and the way to it").containsKey(page);
                assertThat(current(reader, page.path()))
                        .as("%s", page)
                        .containsExactly(WAYS.getOrDefault(page, page).path());
            }
        }
    }

    @Test
    void what_is_below_a_page_is_reached_by_its_way() throws Exception {
        try (var node = new TestNode()) {
            var patient = node.reader(Role.PATIENT);
            assertThat(current(patient, "/me/looked/look-2/question")).containsExactly("/me/looked");
            var clinician = node.reader(Role.CLINICIAN);
            var found = clinician.follow(clinician.submit("/desk", "/desk/find", Map.of("name", "ada")));
            assertThat(current(clinician, Reader.link(found.body(), "/desk/patient/")))
                    .containsExactly("/desk");
            assertThat(current(patient, "/account")).as("no way leads there").isEmpty();
        }
    }
}
