package org.healthsphere.node.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.Commit.Write;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/**
 * Stores resources that the node itself has made, for instance from a message: all of them and their marks, or none.
 *
 * <p>They pass the same check as what comes from outside. When it answers they are durable, and found by the next search.
 */
public final class RecordWriter {
    private final Intake intake;
    private final ResourceStore store;
    private final ResourceIndex index;
    private final Compartments compartments;
    private final Supplier<String> ids;

    /** New ids come from {@code ids}: each one once. */
    public RecordWriter(Intake intake, ResourceStore store, ResourceIndex index, Supplier<String> ids) {
        this.intake = intake;
        this.store = store;
        this.compartments = new Compartments(store);
        this.index = index;
        this.ids = ids;
    }

    /**
     * One resource to be written.
     *
     * @param json with its {@code id}, or without one: then it gets a new one
     * @param expected the version that must be the current one; 0: none may exist; empty: whatever is there
     * @param patient in whose record it is, where the resource itself does not say so
     */
    public record Item(Bytes json, OptionalLong expected, Optional<String> patient) {
        /** What replaces whatever is there, in the record that it names itself. */
        public static Item of(Bytes json) {
            return new Item(json, OptionalLong.empty(), Optional.empty());
        }
    }

    /**
     * Writes all or nothing and answers with the new versions in the order of the items.
     *
     * <p>{@link Fault.Conflict} when a mark exists: the work was done before. {@link Fault.Unprocessable} names every problem by
     * the position of its item, {@code [3].Patient.birthDate}.
     */
    public Outcome<List<StoredResource>> write(List<Item> items, List<Mark> marks) {
        var problems = new ArrayList<Problem>();
        var writes = new ArrayList<Write>();
        for (var i = 0; i < items.size(); i++) {
            switch (write(items.get(i))) {
                case Outcome.Success<Write>(var write) -> writes.add(write);
                case Outcome.Failure<Write>(var fault) -> problems.addAll(problems(i, fault));
            }
        }
        if (!problems.isEmpty()) {
            return Outcome.failed(new Fault.Unprocessable(problems));
        }
        return store.commit(new Commit(writes, marks)).map(written -> {
            index.catchUp();
            return written;
        });
    }

    private Outcome<Write> write(Item item) {
        return intake.check(item.json()).then(incoming -> {
            var draft = incoming.resource();
            if (draft.links().stream().anyMatch(link -> References.isConditional(link.target()))) {
                return Outcome.failed(new Fault.Unprocessable(
                        List.of(new Problem(draft.type(), "has a conditional reference outside of a transaction"))));
            }
            var id = new ResourceId(draft.type(), draft.id().orElseGet(ids));
            return Outcome.of(new Write.Put(
                    id, item.expected(), item.patient().or(() -> compartments.of(draft, id)), draft.json()));
        });
    }

    private static List<Problem> problems(int item, Fault fault) {
        return switch (fault) {
            case Fault.Unprocessable(var problems) -> at(item, problems);
            case Fault.Invalid(var problems) -> at(item, problems);
            default -> throw new IllegalStateException("a check of a resource cannot end like this");
        };
    }

    private static List<Problem> at(int item, List<Problem> problems) {
        return problems.stream()
                .map(p -> new Problem("[" + item + "]" + (p.at().isEmpty() ? "" : "." + p.at()), p.what()))
                .toList();
    }
}
