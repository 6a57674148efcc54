package org.healthsphere.node.web.ops;

import java.util.List;
import org.healthsphere.node.web.view.Asking;
import org.healthsphere.specs.Outcome;

/** What the pages need on which stewards give the hospital's own codes a meaning. */
public interface CurationPages {
    int MOST_OPEN = 200;

    /** The codes without a meaning, the most frequent first, at most {@link #MOST_OPEN}. */
    Outcome<List<OpenCode>> open(Asking by);

    /** What is decided and not published, map by map. */
    Outcome<List<MapDraft>> drafts(Asking by);

    /** What has changed in the terminology since the node started, the latest first. */
    Outcome<List<Change>> changes(Asking by);

    /** One code, by its id. */
    Outcome<CodeSheet> code(Asking by, String id);

    /** Decides about a code; a fault that says what is wrong with the decision. */
    Outcome<CodeSheet> decide(Asking by, String id, Choice choice);

    /** Takes a decision back: the code is open again. */
    Outcome<CodeSheet> reopen(Asking by, String id);

    /** Publishes what is decided as a version of the map; the node translates by it at once. */
    Outcome<String> publish(Asking by, String map, String version);

    /** A change of the terminology. */
    sealed interface Change {
        /** A version took the place of another one: so many codes came, went, have another place, another name. */
        record Switched(String from, String to, int added, int removed, int moved, int renamed) implements Change {}

        record Came(String what) implements Change {}

        record Went(String what) implements Change {}
    }

    /**
     * A code without a meaning.
     *
     * @param id of the code and the system it is to be translated into
     * @param name as the hospital calls it; the code itself when nobody has told
     */
    record OpenCode(String id, String system, String code, String name, String target, long messages) {}

    /**
     * One code, and what it may mean.
     *
     * @param decision what is decided about it; empty for nothing
     */
    record CodeSheet(OpenCode code, List<Suggested> suggestions, List<Decided> decision) {
        public CodeSheet {
            suggestions = List.copyOf(suggestions);
            decision = List.copyOf(decision);
        }
    }

    /** What a code may mean, and how sure that is. */
    record Suggested(String code, String name, int percent) {}

    /**
     * What was chosen for a code.
     *
     * @param target a code of the target system; empty when it has none
     * @param equivalence by FHIR's ConceptMapEquivalence
     * @param reviewer the name of who chooses
     */
    record Choice(String target, String equivalence, String justification, String reviewer) {}

    /** A decision, and who stands for it. */
    record Decided(String id, String code, String target, String equivalence, String reviewer, String justification) {}

    /**
     * The next version of a map.
     *
     * @param id of the map
     * @param next the version it would have
     * @param diff what is other than in the version that is published
     */
    record MapDraft(String id, String system, String next, List<Decided> decisions, Diff diff) {
        public MapDraft {
            decisions = List.copyOf(decisions);
        }
    }

    /** Lines as {@code code → target}. */
    record Diff(List<String> added, List<String> changed, List<String> removed) {
        public Diff {
            added = List.copyOf(added);
            changed = List.copyOf(changed);
            removed = List.copyOf(removed);
        }
    }
}
