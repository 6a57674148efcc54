package org.healthsphere.node.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.healthsphere.federation.exchange.PatientLocator;
import org.healthsphere.federation.linkage.Demographics;
import org.healthsphere.federation.linkage.LinkageIndex;
import org.healthsphere.federation.linkage.Location;
import org.healthsphere.federation.linkage.Location.Grade;
import org.healthsphere.federation.linkage.PatientTokens;
import org.healthsphere.federation.linkage.Resemblance;
import org.healthsphere.federation.linkage.ResemblanceIndex;
import org.healthsphere.federation.linkage.TokenInputs;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** Finds this hospital's patients by their linkage tokens, or by what they resemble; it follows the store, change by change, when somebody asks. */
public final class PatientRegister implements PatientLocator {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATIENT = "Patient";

    private final ResourceStore store;
    private final LinkageIndex index;
    private final PatientLocator located;
    private final Optional<SharedTokens> shared;
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
        this(store, index, located, Optional.empty());
    }

    private PatientRegister(
            ResourceStore store, LinkageIndex index, PatientLocator located, Optional<SharedTokens> shared) {
        this.store = store;
        this.index = index;
        this.located = located;
        this.shared = shared;
    }

    /** How the tokens are made that the members have in common: with which key, by whom, and by whose time. */
    public record Making(
            Supplier<Sha256> key, Function<List<String>, Outcome<List<String>>> maker, InstantSource clock) {}

    /** One that other members find patients in, by tokens that were made together with them. */
    public static PatientRegister among(
            ResourceStore store, LinkageIndex index, PatientLocator located, Making making) {
        var shared = new SharedTokens(
                store, index, new SharedTokens.Making(making.key(), making.maker()::apply, making.clock()));
        return new PatientRegister(store, index, located, Optional.of(shared));
    }

    @Override
    public Outcome<Optional<String>> locate(PatientTokens tokens) {
        catchUp();
        return shared.map(names -> names.locatable(tokens)).orElse(true)
                ? located.locate(tokens)
                : Outcome.failed(new Fault.Unavailable("the tokens of all patients here"));
    }

    /**
     * Whom the tokens tell for certain, for who writes into his record unasked: who is only probable is nobody to him, nor is who is in doubt.
     */
    public Outcome<Optional<String>> certain(PatientTokens tokens) {
        return locate(tokens)
                .map(found -> found.filter(_ ->
                        index.locate(tokens) instanceof Location.Found(var _, var grade) && grade == Grade.CERTAIN));
    }

    /** Who of the others here he is, or may be, by the tokens of this hospital itself. */
    public Location others(String patient) {
        catchUp();
        return index.others(patient);
    }

    /** What the members know one of these patients by; a fault when it was never made and cannot be made now. */
    public Outcome<PatientTokens> tokens(String patient, Demographics person) {
        catchUp();
        return shared.map(names -> names.of(patient, TokenInputs.of(person)))
                .orElseGet(() -> Outcome.failed(new Fault.Unavailable("a key that members have in common")));
    }

    /** Makes tokens that are missing; how many patients got theirs. */
    public Outcome<Integer> makeTokens() {
        catchUp();
        return shared.map(SharedTokens::next).orElseGet(() -> Outcome.of(0));
    }

    /** How many patients the members do not know yet. */
    public int withoutTokens() {
        return shared.map(SharedTokens::pending).orElse(0);
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
        if (shared.filter(SharedTokens::isOfAnotherKey).isPresent()) {
            // All get other tokens: it is as if they had all come now.
            read = 0;
        }
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
        shared.ifPresent(names -> names.forget(patient));
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
            shared.ifPresent(names -> names.put(patient.id().id(), TokenInputs.of(person)));
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
