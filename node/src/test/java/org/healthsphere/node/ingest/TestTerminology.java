package org.healthsphere.node.ingest;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.Terminology;

/** A terminology of a few codes: maps and value sets are what a test puts in. */
public final class TestTerminology implements Terminology {
    private static final String SETS = "https://healthsphere.org/fhir/ValueSet/sensitive-";
    private final Map<Coding, List<Translation>> maps = new HashMap<>();
    private final Map<String, Set<Coding>> sets = new HashMap<>();
    private final Set<String> systems = new HashSet<>();
    private boolean available = true;

    public TestTerminology() {
        List.of("mental-health", "substance-use", "sexual-health", "hiv", "genetics", "violence")
                .forEach(s -> sets.put(SETS + s, new HashSet<>()));
    }

    @CanIgnoreReturnValue
    public TestTerminology map(Coding from, Coding to, String relationship) {
        systems.add(from.system());
        maps.put(from, List.of(new Translation(to, "Shown " + to.code(), relationship, "https://example.org/map|1")));
        return this;
    }

    @CanIgnoreReturnValue
    public TestTerminology sensitive(String what, Coding code) {
        sets.computeIfAbsent(SETS + what, _ -> new HashSet<>()).add(code);
        return this;
    }

    @CanIgnoreReturnValue
    public TestTerminology without(String what) {
        sets.remove(SETS + what);
        return this;
    }

    public void available(boolean now) {
        available = now;
    }

    @Override
    public Outcome<List<Translation>> translate(Coding source, String targetSystem) {
        if (!available) {
            return Outcome.failed(new Fault.Unavailable("terminology"));
        }
        if (!systems.contains(source.system())) {
            return Outcome.failed(new Fault.NotFound("map"));
        }
        return Outcome.of(maps.getOrDefault(source, List.of()).stream()
                .filter(t -> t.target().system().equals(targetSystem))
                .toList());
    }

    @Override
    public Outcome<Expansion> expand(String valueSet) {
        if (!sets.containsKey(valueSet)) {
            return Outcome.failed(new Fault.NotFound(valueSet));
        }
        var codes = new TreeSet<>(Comparator.comparing(Coding::toString));
        codes.addAll(sets.get(valueSet));
        return Outcome.of(new Expansion(
                valueSet,
                "",
                codes.stream().map(c -> new Concept(c, "1", c.code(), false)).toList()));
    }

    @Override
    public Outcome<Concept> lookup(Coding code) {
        return Outcome.failed(new Fault.NotFound("code"));
    }

    @Override
    public Outcome<Subsumption> subsumes(Coding a, Coding b) {
        return Outcome.failed(new Fault.NotFound("code"));
    }

    @Override
    public Outcome<Validation> validateCode(String valueSet, Coding code) {
        return Outcome.failed(new Fault.NotFound("value set"));
    }

    @Override
    public Outcome<CodeSet> descendantsAndSelf(Coding code) {
        return Outcome.failed(new Fault.NotFound("code"));
    }
}
