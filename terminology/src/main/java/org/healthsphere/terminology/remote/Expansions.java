package org.healthsphere.terminology.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.ExpansionDigest;
import org.healthsphere.terminology.Terminology.CodeSet;
import org.healthsphere.terminology.Terminology.Concept;
import org.healthsphere.terminology.Terminology.Expansion;
import org.healthsphere.terminology.content.Canonical;

/** Reads the expansion of a server: complete, each code once, each with the version it is of. */
final class Expansions {
    private static final Set<String> VERSION_PARAMETERS = Set.of("used-codesystem", "version");

    private final Map<String, String> versions = new HashMap<>();
    private final List<Concept> concepts = new ArrayList<>();
    private boolean complete = true;

    private Expansions() {}

    /** The concepts of an expanded value set; the URL is the one that was asked for, empty when none was. */
    static Outcome<List<Concept>> read(String url, JsonNode answer) {
        var expansion = answer.path("expansion");
        var isAboutAnother = !url.isEmpty() && !answer.path("url").asText(url).equals(url);
        if (!answer.path("resourceType").asText("").equals("ValueSet") || !expansion.isObject() || isAboutAnother) {
            return Answers.nonsense();
        }
        return new Expansions().read(expansion);
    }

    private Outcome<List<Concept>> read(JsonNode expansion) {
        for (var parameter : expansion.path("parameter")) {
            if (VERSION_PARAMETERS.contains(parameter.path("name").asText(""))) {
                var system = Canonical.parse(parameter.path("valueUri").asText(""));
                versions.put(system.url(), system.version());
            }
        }
        expansion.path("contains").forEach(this::add);
        Set<Coding> codes = new HashSet<>();
        var once = concepts.stream().allMatch(concept -> codes.add(concept.coding()));
        var total = expansion.path("total").asInt(concepts.size());
        return complete && once && total == concepts.size() ? Outcome.of(concepts) : Answers.nonsense();
    }

    private void add(JsonNode entry) {
        var system = entry.path("system").asText("");
        var code = entry.path("code").asText("");
        var version = entry.path("version").asText(versions.getOrDefault(system, ""));
        if (!code.isEmpty()) {
            complete &= !system.isEmpty() && !version.isEmpty();
            concepts.add(new Concept(
                    new Coding(system, code),
                    version,
                    entry.path("display").asText(code),
                    entry.path("inactive").asBoolean(false)));
        }
        entry.path("contains").forEach(this::add);
    }

    static Expansion expansion(String valueSet, List<Concept> concepts) {
        return new Expansion(valueSet, ExpansionDigest.of(concepts.stream()), concepts);
    }

    /** The concepts as a set; whoever is asked for a concept and what is below it gives at least the concept. */
    static Outcome<CodeSet> codeSet(Concept self, List<Concept> concepts) {
        var codes = concepts.stream().map(Concept::coding).collect(Collectors.toUnmodifiableSet());
        var ofOneSystem = codes.stream()
                .allMatch(code -> code.system().equals(self.coding().system()));
        return ofOneSystem && codes.contains(self.coding())
                ? Outcome.of(new Codes(codes, ExpansionDigest.of(concepts.stream())))
                : Answers.nonsense();
    }

    private record Codes(Set<Coding> codes, String digest) implements CodeSet {
        @Override
        public boolean contains(Coding code) {
            return codes.contains(code);
        }

        @Override
        public int size() {
            return codes.size();
        }
    }
}
