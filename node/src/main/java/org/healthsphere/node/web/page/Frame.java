package org.healthsphere.node.web.page;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.node.access.Session;

/**
 * What every page has around its content.
 *
 * @param csrf what every form carries back
 * @param path where the reader is
 * @param back where he comes back to from choosing a language: a page that can be asked for again
 */
public record Frame(
        Messages m, Site site, Optional<Session> session, String csrf, String path, String back, Files files) {
    /**
     * The files that pages need, in their current versions.
     *
     * @param style the address of the style sheet
     * @param script the same of htmx
     * @param verifier the same of what checks proofs in the page
     * @param verifierIntegrity what it must be
     * @param passkeys the address of what asks passkeys
     */
    public record Files(String style, String script, String verifier, String verifierIntegrity, String passkeys) {}

    public List<NavItem> navigation() {
        return session.stream().flatMap(s -> NavItem.of(s.caller().role())).toList();
    }

    /** Whether the reader is where that leads: no other way leads nearer. */
    public boolean isAt(NavItem item) {
        var nearest =
                navigation().stream().mapToInt(way -> way.leadsTo(path)).max().orElse(-1);
        return nearest >= 0 && item.leadsTo(path) == nearest;
    }

    /** What the pages can be read in, each by its own name. */
    public Map<String, String> languages() {
        return Languages.names();
    }

    /** In whose record the reader is, if it is not his own. */
    public Optional<String> whose() {
        return session.flatMap(Session::acting).map(Session.Acting::whose);
    }

    /** Whether he decides about sharing in the record that he is in. */
    public boolean decides() {
        return session.flatMap(Session::acting).map(Session.Acting::decides).orElse(true);
    }

    public String home() {
        return session.map(s -> Addresses.homeOf(s.caller().role()).path()).orElse("/");
    }

    @Override
    public String toString() {
        return "Frame[REDACTED]";
    }
}
