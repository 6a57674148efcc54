package org.healthsphere.node.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.healthsphere.federation.exchange.PatientLocator;
import org.healthsphere.federation.linkage.Demographics;
import org.healthsphere.federation.linkage.LinkageIndex;
import org.healthsphere.federation.linkage.Location;
import org.healthsphere.federation.linkage.PatientTokens;
import org.healthsphere.federation.linkage.Resemblance;
import org.healthsphere.federation.linkage.ResemblanceIndex;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.StoredResource;

/** Finds this hospital's patients by their linkage tokens, or by what they resemble; it follows the store, change by change, when somebody asks. */
public final class PatientRegister implements PatientLocator {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATIENT = "Patient";

    private final ResourceStore store;
    private final LinkageIndex index;
    private final PatientLocator located;
    // Which pairs it learns from is no secret, and the same each time.
    private final ResemblanceIndex resemblances = new ResemblanceIndex(new SplittableRandom(1));
    private final Set<String> known = new HashSet<>();
    private long read;
    private long seenErasures;

    /**
     * Joins them.
     *
     * @param located reads the index, and tells the steward of whom it is in doubt
     */
    public PatientRegister(ResourceStore store, LinkageIndex index, PatientLocator located) {
        this.store = store;
        this.index = index;
        this.located = located;
    }

    @Override
    public Optional<String> locate(PatientTokens tokens) {
        catchUp();
        return located.locate(tokens);
    }

    /** Those with any token in common. */
    public Set<String> alike(PatientTokens tokens) {
        catchUp();
        return index.alike(tokens);
    }

    /** Who of those that count it is, for somebody who judges a doubt himself. */
    public Location locate(PatientTokens tokens, Predicate<String> counts) {
        catchUp();
        return index.locate(tokens, counts);
    }

    /** Who of those that count resembles him, field by field, most probable first: for whom the tokens do not find. */
    public List<Resemblance> resembling(Demographics wanted, Predicate<String> counts) {
        catchUp();
        if (resemblances.isStale()) {
            resemblances.learn();
        }
        return resemblances.find(wanted, counts);
    }

    public int size() {
        return index.size();
    }

    private synchronized void catchUp() {
        forgetErased();
        if (store.lastChange() == read) {
            return;
        }
        var reached = store.lastChange();
        try (var changes = store.changesAfter(read)) {
            changes.filter(resource -> resource.id().type().equals(PATIENT)).forEach(this::take);
        }
        read = reached;
    }

    private void forgetErased() {
        var erasures = store.erasures();
        if (erasures != seenErasures) {
            known.stream()
                    .filter(id -> store.get(new ResourceId(PATIENT, id)).isEmpty())
                    .toList()
                    .forEach(this::forget);
            seenErasures = erasures;
        }
    }

    private void forget(String patient) {
        index.remove(patient);
        resemblances.remove(patient);
        known.remove(patient);
    }

    private void take(StoredResource patient) {
        if (patient.deleted() || isReplaced(parsed(patient))) {
            forget(patient.id().id());
        } else {
            known.add(patient.id().id());
            var person = Demographics.of(parsed(patient));
            index.put(patient.id().id(), person);
            resemblances.put(patient.id().id(), person);
        }
    }

    /** After a merge the survivor is the one to be found. */
    private static boolean isReplaced(JsonNode patient) {
        for (var link : patient.path("link")) {
            if (link.path("type").asText().equals("replaced-by")) {
                return true;
            }
        }
        return false;
    }

    private static JsonNode parsed(StoredResource resource) {
        try {
            return JSON.readTree(resource.json().array());
        } catch (IOException e) {
            throw new IllegalStateException("the store holds JSON: " + resource, e);
        }
    }
}
