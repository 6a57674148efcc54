package org.healthsphere.terminology.load;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.ZipException;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.healthsphere.terminology.content.CodeSystem;
import org.healthsphere.terminology.content.Content;
import org.healthsphere.terminology.content.ContentReader;
import org.healthsphere.terminology.content.Origin;
import org.healthsphere.terminology.content.SourceFile;
import org.healthsphere.terminology.jena.RdfSource;

/**
 * Reads terminology as it is handed out: a SNOMED CT, LOINC, RxNorm or ICD-10-CM release in a folder or zip archive, a FHIR
 * package, or one file that {@link ContentReader} knows. Which it is, is told by what is in it.
 *
 * <p>Tables are read row by row; only what is kept of them is in memory. A release with errors gives nothing: all of its errors
 * are listed, by file, row and column.
 */
public final class Releases {
    private Releases() {}

    /**
     * Reads the release.
     *
     * @param into takes each code system, value set and map as it is complete
     * @return what was left out or could not be told, each in a sentence
     */
    public static Outcome<List<String>> read(Path source, Wishes wishes, Progress progress, Consumer<Content> into)
            throws IOException {
        var name = Optional.ofNullable(source.getFileName()).orElse(source).toString();
        if (!Files.exists(source)) {
            return Outcome.failed(new Fault.NotFound("file or folder " + name));
        }
        try (var archive = Archive.of(source)) {
            var origin = new Origin(name, digest(archive), "");
            var release = new Release(name, archive, origin, wishes, new Findings(), progress);
            return read(release, into);
        } catch (ZipException _) {
            return Outcome.failed(new Fault.Invalid(List.of(new Problem(name, "is not a zip archive, or is damaged"))));
        }
    }

    /** The digest of everything in the release: of a single file its own, of several the digest of their names and digests. */
    public static Sha256 digest(Path source) throws IOException {
        try (var archive = Archive.of(source)) {
            return digest(archive);
        }
    }

    private static Outcome<List<String>> read(Release release, Consumer<Content> into) {
        var archive = release.archive();
        if (SnomedRf2.isOne(archive)) {
            SnomedRf2.read(release, into);
        } else if (LoincZip.isOne(archive)) {
            LoincZip.read(release, into);
        } else if (RxNormRrf.isOne(archive)) {
            RxNormRrf.read(release, into);
        } else if (Icd10Cm.isOne(archive)) {
            Icd10Cm.read(release, into);
        } else if (release.name().endsWith(".tgz")) {
            FhirPackage.read(release, into);
        } else if (release.archive().names().stream().allMatch(RdfSource::isOne)) {
            rdf(release, into);
        } else {
            return files(release, into);
        }
        var findings = release.findings();
        return findings.areEmpty() ? Outcome.of(findings.notes()) : Outcome.failed(findings.fault());
    }

    private static void rdf(Release release, Consumer<Content> into) {
        for (var name : release.archive().names()) {
            try (var in = release.archive().open(name)) {
                switch (RdfSource.read(
                        name, in, release.origin(), release.wishes().version())) {
                    case Outcome.Success<List<CodeSystem>>(var systems) -> {
                        systems.forEach(into);
                        release.progress().at(name, systems.size());
                    }
                    case Outcome.Failure<List<CodeSystem>>(Fault.Invalid(var problems)) ->
                        problems.forEach(problem -> release.findings().add(problem.at(), problem.what()));
                    case Outcome.Failure<List<CodeSystem>>(var fault) ->
                        release.findings().add(name, fault.toString());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static Outcome<List<String>> files(Release release, Consumer<Content> into) {
        List<SourceFile> files = new ArrayList<>();
        for (var name : release.archive().names()) {
            try (var in = release.archive().open(name)) {
                files.add(new SourceFile(name, Bytes.of(in.readAllBytes())));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return ContentReader.readAll(files).map(contents -> {
            contents.forEach(into);
            release.progress().at(release.name(), contents.size());
            return List.of();
        });
    }

    private static Sha256 digest(Archive archive) throws IOException {
        if (archive.names().size() == 1) {
            return digest(archive, archive.names().getFirst());
        }
        var lines = new StringBuilder();
        for (var name : archive.names()) {
            lines.append(digest(archive, name)).append(' ').append(name).append('\n');
        }
        return Sha256.of(lines.toString());
    }

    private static Sha256 digest(Archive archive, String name) throws IOException {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            try (var in = new DigestInputStream(archive.open(name), digest)) {
                var _ = in.transferTo(OutputStream.nullOutputStream());
            }
            return new Sha256(HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
