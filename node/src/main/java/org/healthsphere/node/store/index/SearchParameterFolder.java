package org.healthsphere.node.store.index;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/** The search parameters that a hospital adds: SearchParameter resources, one in each file. */
public final class SearchParameterFolder {
    private SearchParameterFolder() {}

    /**
     * FHIR's, US Core's, and those of the folder; of two with one name for one type the folder's counts.
     *
     * <p>{@link Fault.Invalid} names of every resource that is not honoured its file, the element and the remedy.
     */
    public static Outcome<SearchParameters> read(Optional<Path> folder) {
        if (folder.isEmpty()) {
            return Outcome.of(SearchParameters.r4());
        }
        var compiler = new Definitions();
        var found = new ArrayList<SearchParameter>();
        var problems = new ArrayList<Problem>();
        try (var files = Files.list(folder.get())) {
            for (var file :
                    files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
                read(compiler, file, found, problems);
            }
        } catch (IOException e) {
            problems.add(new Problem(folder.get().toString(), "cannot be read; the node's user needs to"));
        }
        return problems.isEmpty()
                ? Outcome.of(SearchParameters.r4().withAll(found))
                : Outcome.failed(new Fault.Invalid(problems));
    }

    private static void read(Definitions compiler, Path file, List<SearchParameter> found, List<Problem> problems)
            throws IOException {
        try {
            found.addAll(compiler.of(Files.readString(file)));
        } catch (NotHonoured e) {
            problems.add(new Problem(file.getFileName() + " " + e.element(), e.remedy()));
        } catch (CharacterCodingException e) {
            problems.add(new Problem(file.getFileName().toString(), "is not UTF-8; save it so"));
        }
    }
}
