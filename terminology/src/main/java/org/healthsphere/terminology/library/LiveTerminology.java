package org.healthsphere.terminology.library;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.Terminology;
import org.healthsphere.terminology.index.CompiledTerminology;
import org.healthsphere.terminology.index.Texts;
import org.jspecify.annotations.Nullable;

/**
 * The terminology of a running node: it follows what is loaded and removed beside it, without a restart.
 *
 * <p>One question is answered from one state of things, the one there is when it comes; who needs several answers of one state takes
 * {@link #get}. A state that does not open is left alone: the one before goes on.
 */
public final class LiveTerminology implements Terminology, Supplier<CompiledTerminology> {
    private static final int REMEMBERED = 20;

    private final LoadedTerminology loaded;
    private final Function<Texts, Outcome<CompiledTerminology>> opening;
    private final Texts texts;
    private final List<TerminologySwitch> switches = new ArrayList<>();
    private volatile @Nullable State state;

    private LiveTerminology(LoadedTerminology loaded, Function<Texts, Outcome<CompiledTerminology>> opening) {
        this.loaded = loaded;
        this.opening = opening;
        this.texts = loaded.texts();
    }

    /**
     * Terminology that is opened when it is first asked for.
     *
     * @param folder of the terminology, beside which things are loaded
     * @param opening opens what there is now
     */
    public static LiveTerminology in(Path folder, Function<Texts, Outcome<CompiledTerminology>> opening) {
        return new LiveTerminology(LoadedTerminology.in(folder), opening);
    }

    /** What comes with the product and what is loaded, opened now; a fault that lists what is wrong with it. */
    public static Outcome<LiveTerminology> open(Path folder) {
        var live = in(folder, texts -> TerminologyLibrary.open(folder, texts));
        return live.opened().map(_ -> live);
    }

    /** What it answers from now. */
    @Override
    public CompiledTerminology get() {
        return opened().orElseThrow().terminology();
    }

    private Outcome<State> opened() {
        var known = state;
        return known == null ? openFirst() : Outcome.of(known);
    }

    private synchronized Outcome<State> openFirst() {
        var known = state;
        return known == null ? openNow() : Outcome.of(known);
    }

    private Outcome<State> openNow() {
        var stamp = stamp();
        return opening.apply(texts).map(terminology -> {
            var opened = new State(stamp, terminology);
            state = opened;
            return opened;
        });
    }

    private LoadedTerminology.Stamp stamp() {
        try {
            return loaded.stamp();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Looks whether something was loaded or removed, and goes over to it.
     *
     * @return what is other now; empty when nothing is, or nobody has asked for anything yet
     */
    public synchronized Outcome<Optional<TerminologySwitch>> follow() {
        var before = state;
        if (before == null || before.stamp().equals(stamp())) {
            return Outcome.of(Optional.empty());
        }
        return openNow().map(after -> {
            texts.keep(after.terminology().files());
            var change = TerminologySwitch.between(before.terminology(), after.terminology());
            remember(change);
            return Optional.of(change);
        });
    }

    private void remember(TerminologySwitch change) {
        switches.add(change);
        if (switches.size() > REMEMBERED) {
            var _ = switches.removeFirst();
        }
    }

    /** What has changed since the start, the latest last. */
    public synchronized List<TerminologySwitch> switches() {
        return List.copyOf(switches);
    }

    @Override
    public Outcome<Concept> lookup(Coding code) {
        return get().lookup(code);
    }

    @Override
    public Outcome<Subsumption> subsumes(Coding a, Coding b) {
        return get().subsumes(a, b);
    }

    @Override
    public Outcome<Validation> validateCode(String valueSet, Coding code) {
        return get().validateCode(valueSet, code);
    }

    @Override
    public Outcome<Expansion> expand(String valueSet) {
        return get().expand(valueSet);
    }

    @Override
    public Outcome<CodeSet> descendantsAndSelf(Coding code) {
        return get().descendantsAndSelf(code);
    }

    @Override
    public Outcome<List<Translation>> translate(Coding source, String targetSystem) {
        return get().translate(source, targetSystem);
    }

    private record State(LoadedTerminology.Stamp stamp, CompiledTerminology terminology) {}
}
