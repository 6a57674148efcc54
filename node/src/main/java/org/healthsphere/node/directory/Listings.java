package org.healthsphere.node.directory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.ReleaseGate;
import org.healthsphere.node.release.Released;
import org.healthsphere.node.store.Include;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;

/**
 * What this hospital lists in the network's directory: roles and services that its own systems have written as active, and the people who work
 * in those roles. Whom messages merely mention is not in it.
 */
public final class Listings {
    static final String ENTRIES = "entries";
    static final String TOTAL = "total";

    private static final int MOST = 200;
    private static final Include PEOPLE =
            new Include(false, ServiceQuestion.ROLE, "practitioner", Optional.empty(), false);

    private final NodeId self;
    private final ReleaseGate gate;
    private final Supplier<String> ids;

    /**
     * Of this hospital.
     *
     * @param ids names of requests, never the same twice
     */
    public Listings(NodeId self, ReleaseGate gate, Supplier<String> ids) {
        this.self = self;
        this.gate = gate;
        this.ids = ids;
    }

    /** Answers another member, whoever of its people asks there; that it asked is in the audit log. */
    public Outcome<Bytes> answer(NodeId from, Bytes letter) {
        var access = new Access(new Requester(from, "directory", Role.CLINICIAN), PurposeOfUse.HOPERAT, ids.get());
        return ServiceQuestion.parse(letter)
                .then(question -> found(access, question))
                .map(Json::bytes);
    }

    /** What is found here, as another member gets it. */
    Outcome<ObjectNode> found(Access access, ServiceQuestion question) {
        var query = new Query(question.type(), question.wanted(), List.of(), MOST, Optional.empty());
        return gate.search(access, query)
                .then(page -> people(access, question, page).map(people -> letter(page, people)));
    }

    private Outcome<List<StoredResource>> people(Access access, ServiceQuestion question, Released page) {
        return question.type().equals(ServiceQuestion.ROLE)
                ? gate.including(access, page.matches(), List.of(PEOPLE))
                : Outcome.of(List.of());
    }

    private ObjectNode letter(Released page, List<StoredResource> people) {
        var listing = new Listing(self);
        List<JsonNode> entries = new ArrayList<>();
        page.matches().forEach(one -> entries.add(listing.of(Json.tree(one.json()))));
        people.forEach(one -> entries.add(listing.of(Json.tree(one.json()))));
        var json = Json.object().put(TOTAL, page.total());
        json.putArray(ENTRIES).addAll(entries);
        return json;
    }
}
