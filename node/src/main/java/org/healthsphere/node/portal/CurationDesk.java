package org.healthsphere.node.portal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.healthsphere.node.ingest.Ingest.Unmapped;
import org.healthsphere.node.web.ops.CodeView;
import org.healthsphere.node.web.ops.CurationPages;
import org.healthsphere.node.web.view.Asking;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.healthsphere.terminology.Terminology.Concept;
import org.healthsphere.terminology.Terminology.Translation;
import org.healthsphere.terminology.content.ConceptMap;
import org.healthsphere.terminology.content.ConceptMap.Mapping;
import org.healthsphere.terminology.curation.CurationBook;
import org.healthsphere.terminology.curation.CurationBook.Decision;
import org.healthsphere.terminology.curation.MapEdition;
import org.healthsphere.terminology.curation.MapSuggestions;
import org.healthsphere.terminology.index.Decompiler;
import org.healthsphere.terminology.index.Txi;
import org.healthsphere.terminology.library.LiveTerminology;
import org.healthsphere.terminology.library.LoadedTerminology;
import org.healthsphere.terminology.load.Progress;
import org.healthsphere.terminology.load.Wishes;

/** Gives the hospital's own codes a meaning: what came in without one, what stewards decide, and the maps that come of it. */
final class CurationDesk implements CurationPages {
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,39}");

    private final Behind behind;
    private final InstantSource clock;

    /**
     * What stands behind the desk.
     *
     * @param unmapped what came in and had no meaning
     * @param folder of the terminology
     * @param book where decisions are kept
     */
    record Behind(LiveTerminology terminology, Supplier<List<Unmapped>> unmapped, Path folder, Kept book) {}

    /** Keeps what is decided. */
    interface Kept {
        CurationBook read();

        void write(CurationBook book);
    }

    CurationDesk(Behind behind, InstantSource clock) {
        this.behind = behind;
        this.clock = clock;
    }

    private static String id(Coding code, String target) {
        return Sha256.of(code + " into " + target).hex().substring(0, 24);
    }

    private static String id(String system) {
        return Sha256.of(system).hex().substring(0, 24);
    }

    /** All codes that came in without a meaning or were decided about. */
    private Stream<OpenCode> all(CurationBook book) {
        var came = behind.unmapped().get().stream()
                .flatMap(code -> code.targets().stream().map(target -> code(code.code(), target, code.messages())));
        var decided = book.decisions().stream().map(d -> code(d.source(), d.targetSystem(), 0));
        return Stream.concat(came, decided);
    }

    private OpenCode code(Coding code, String target, long messages) {
        var name = behind.terminology().lookup(code) instanceof Outcome.Success<Concept>(var concept)
                ? concept.display()
                : code.code();
        return new OpenCode(id(code, target), code.system(), code.code(), name, target, messages);
    }

    @Override
    public Outcome<List<OpenCode>> open(Asking by) {
        var book = behind.book().read();
        return Outcome.of(all(book)
                .filter(code -> book.about(coding(code), code.target()).isEmpty())
                .filter(code -> !isMapped(code))
                .limit(MOST_OPEN)
                .toList());
    }

    private static Coding coding(OpenCode code) {
        return new Coding(code.system(), code.code());
    }

    private boolean isMapped(OpenCode code) {
        return behind.terminology().translate(coding(code), code.target())
                        instanceof Outcome.Success<List<Translation>>(var matches)
                && !matches.isEmpty();
    }

    @Override
    public Outcome<List<MapDraft>> drafts(Asking by) {
        var book = behind.book().read();
        return Outcome.of(book.decisions().stream()
                .map(decision -> decision.source().system())
                .distinct()
                .sorted()
                .map(system -> draft(system, book))
                .toList());
    }

    private MapDraft draft(String system, CurationBook book) {
        var published = published(system);
        var edition = MapEdition.of(system, published, book);
        return new MapDraft(
                id(system),
                system,
                next(published),
                book.of(system).stream().map(CurationDesk::decided).toList(),
                new Diff(told(edition.added()), told(edition.changed()), told(edition.removed())));
    }

    private static List<String> told(List<Mapping> lines) {
        return lines.stream()
                .map(line -> line.source().code() + " → " + line.target().code())
                .toList();
    }

    private static Decided decided(Decision decision) {
        return new Decided(
                id(decision.source(), decision.targetSystem()),
                decision.source().code(),
                decision.targetCode(),
                decision.equivalence(),
                decision.reviewer(),
                decision.justification());
    }

    /** One more than the last, where versions are counted. */
    private static String next(Optional<ConceptMap> published) {
        return published
                .map(map -> map.id().version())
                .filter(version -> version.matches("[0-9]{1,8}"))
                .map(version -> Integer.toString(Integer.parseInt(version) + 1))
                .orElse(published.isEmpty() ? "1" : "");
    }

    private Optional<ConceptMap> published(String system) {
        var url = MapEdition.urlOf(system);
        return behind.terminology().get().files().stream()
                .filter(file ->
                        file.kind() == Txi.Kind.CONCEPT_MAP && file.id().url().equals(url))
                .max(Comparator.comparing(Txi::id))
                .map(file -> (ConceptMap) Decompiler.of(file));
    }

    @Override
    public Outcome<List<Change>> changes(Asking by) {
        List<Change> told = new ArrayList<>();
        for (var change : behind.terminology().switches().reversed()) {
            change.differences()
                    .forEach(d -> told.add(new Change.Switched(
                            String.valueOf(d.from()),
                            d.to().version(),
                            d.added().size(),
                            d.removed().size(),
                            d.moved().size(),
                            d.renamed().size())));
            change.added().forEach(id -> told.add(new Change.Came(String.valueOf(id))));
            change.removed().forEach(id -> told.add(new Change.Went(String.valueOf(id))));
        }
        return Outcome.of(told);
    }

    @Override
    public Outcome<CodeSheet> code(Asking by, String id) {
        var book = behind.book().read();
        return find(id, book).map(code -> sheet(code, book));
    }

    private Outcome<OpenCode> find(String id, CurationBook book) {
        return all(book)
                .filter(code -> code.id().equals(id))
                .findFirst()
                .map(Outcome::of)
                .orElseGet(() -> Outcome.failed(new Fault.NotFound("such a code")));
    }

    private CodeSheet sheet(OpenCode code, CurationBook book) {
        var suggested = MapSuggestions.forCode(behind.terminology().get(), coding(code), code.target()).stream()
                .map(one -> new Suggested(one.target().code(), one.targetName(), (int) Math.round(100 * one.score())))
                .toList();
        var decision = book.about(coding(code), code.target()).map(CurationDesk::decided);
        return new CodeSheet(code, suggested, decision.stream().toList());
    }

    @Override
    public synchronized Outcome<CodeSheet> decide(Asking by, String id, Choice choice) {
        var book = behind.book().read();
        return find(id, book)
                .then(code -> checked(code, choice)
                        .map(target -> new Decision(
                                coding(code),
                                code.target(),
                                target,
                                choice.equivalence(),
                                choice.reviewer() + " ("
                                        + by.caller().requester().subject() + ")",
                                choice.justification(),
                                clock.instant())))
                .then(decision -> {
                    behind.book().write(book.with(decision));
                    return code(by, id);
                });
    }

    /** The target's code as its system spells it. */
    private Outcome<String> checked(OpenCode code, Choice choice) {
        if (choice.justification().isBlank()) {
            return wrong("justification");
        }
        if (choice.equivalence().equals("unmatched")) {
            return Outcome.of("");
        }
        if (!CodeView.EQUIVALENCES.contains(choice.equivalence())) {
            return wrong("equivalence");
        }
        if (choice.target().isBlank()) {
            return wrong("target.missing");
        }
        return behind.terminology().lookup(new Coding(code.target(), choice.target()))
                        instanceof Outcome.Success<Concept>(var concept)
                ? Outcome.of(concept.coding().code())
                : wrong("target.unknown");
    }

    private static <T> Outcome<T> wrong(String what) {
        return Outcome.failed(new Fault.Invalid(List.of(new Problem("", what))));
    }

    @Override
    public synchronized Outcome<CodeSheet> reopen(Asking by, String id) {
        var book = behind.book().read();
        return find(id, book).map(code -> {
            behind.book().write(book.without(coding(code), code.target()));
            return sheet(code, behind.book().read());
        });
    }

    @Override
    public synchronized Outcome<String> publish(Asking by, String map, String version) {
        var book = behind.book().read();
        var system = book.decisions().stream()
                .map(decision -> decision.source().system())
                .filter(url -> id(url).equals(map))
                .findFirst();
        if (system.isEmpty()) {
            return Outcome.failed(new Fault.NotFound("such a map"));
        }
        if (!VERSION.matcher(version).matches()) {
            return wrong("version");
        }
        var edition = MapEdition.of(system.orElseThrow(), published(system.orElseThrow()), book);
        return edition.isNew() ? loaded(edition, version).map(_ -> done(edition, book)) : wrong("nothing");
    }

    private Outcome<LoadedTerminology.Report> loaded(MapEdition edition, String version) {
        try {
            var folder = Files.createDirectories(behind.folder().resolve("curation"));
            var name = edition.url().substring(edition.url().lastIndexOf('/') + 1);
            var file = folder.resolve(name + "-" + version + ".sssom.tsv");
            var _ = Files.writeString(file, edition.table(version));
            return LoadedTerminology.in(behind.folder()).load(file, Wishes.NONE, Set.of(), Progress.UNHEARD);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is published is decided no more; that a code means nothing stays, else it would be open again. */
    private String done(MapEdition edition, CurationBook book) {
        var left = book.decisions().stream()
                .filter(d -> !d.isMatch() || !d.source().system().equals(edition.sourceSystem()))
                .toList();
        behind.book().write(new CurationBook(left));
        var _ = behind.terminology().follow();
        return edition.url();
    }
}
