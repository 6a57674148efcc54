package org.healthsphere.terminology.index;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.NamingSystem;
import org.healthsphere.terminology.content.ValueSet;

/** Everything that is held, opened. */
record Shelf(
        Held<CodeSystemIndex> systems, Held<ValueSet> valueSets, Held<ConceptMapIndex> maps, Held<NamingSystem> names) {

    /** Opens all of them; one canonical in one version is held once. */
    static Outcome<Shelf> of(Collection<Txi> files, Texts texts) {
        var shelf = new Shelf(
                Held.none("code system"), Held.none("value set"), Held.none("concept map"), Held.none("naming system"));
        Outcome<Shelf> all = Outcome.of(shelf);
        for (var file : files) {
            all = all.then(opened -> opened.add(file, texts));
        }
        return all;
    }

    /** What came along with a request; of two that are the same canonical the first counts. */
    static Shelf overlay(Collection<Opened> opened) {
        var shelf = new Shelf(
                Held.none("code system"), Held.none("value set"), Held.none("concept map"), Held.none("naming system"));
        for (var one : opened) {
            var _ = switch (one) {
                case Opened.Codes(var system) -> shelf.systems.add(system.id(), system);
                case Opened.Values(var valueSet) -> shelf.valueSets.add(valueSet.id(), valueSet);
                case Opened.Mapped(var map) -> shelf.maps.add(map.id(), map);
            };
        }
        return shelf;
    }

    private Outcome<Shelf> add(Txi file, Texts texts) {
        return switch (file.kind()) {
            case CODE_SYSTEM -> once(systems.add(file.id(), new CodeSystemIndex(file, texts)), file.id());
            case CONCEPT_MAP -> once(maps.add(file.id(), new ConceptMapIndex(file)), file.id());
            case NAMING_SYSTEM -> once(names.add(file.id(), NamingSystemCompiler.read(file)), file.id());
            case VALUE_SET -> ValueSetCompiler.read(file).then(read -> once(valueSets.add(file.id(), read), file.id()));
        };
    }

    private Outcome<Shelf> once(boolean added, Canonical id) {
        return added ? Outcome.of(this) : Outcome.failed(new Fault.Conflict(id + " is there twice"));
    }

    /** The URL of the code system that also goes by this name; empty when none does. */
    Optional<String> systemCalled(String name) {
        return names.current().stream()
                .filter(known -> known.others().contains(name))
                .map(NamingSystem::system)
                .findFirst();
    }

    /** A value set that is held, or one that its URL says all about. */
    Outcome<ValueSet> valueSet(Canonical wanted) {
        var held = valueSets.find(wanted);
        return held instanceof Outcome.Failure<ValueSet>(Fault.NotFound _)
                ? new ImplicitValueSets(systems).find(wanted).map(Outcome::of).orElse(held)
                : held;
    }

    Shelf pinned(Map<String, String> versions) {
        return new Shelf(systems.pinned(versions), valueSets.pinned(versions), maps.pinned(versions), names);
    }

    /** Whether every pin is held. */
    Outcome<Shelf> check(Map<String, String> pins) {
        Outcome<Shelf> all = Outcome.of(this);
        for (var pin : pins.entrySet()) {
            var wanted = new Canonical(pin.getKey(), pin.getValue());
            all = all.then(_ -> holds(wanted));
        }
        return all;
    }

    private Outcome<Shelf> holds(Canonical wanted) {
        for (var held : List.of(systems, valueSets, maps)) {
            if (held.has(wanted.url())) {
                return held.find(wanted).map(_ -> this);
            }
        }
        return Outcome.failed(new Fault.NotFound("terminology " + wanted));
    }
}
