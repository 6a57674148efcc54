package org.healthsphere.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.healthsphere.node.config.SourcesFile;
import org.healthsphere.node.config.SourcesFile.Fed;
import org.healthsphere.node.handover.HandoverFeed;
import org.healthsphere.node.handover.Inbox;
import org.healthsphere.node.ingest.Examples;
import org.healthsphere.node.ingest.Feed;
import org.healthsphere.node.ingest.FolderQuarantine;
import org.healthsphere.node.ingest.Ingest;
import org.healthsphere.node.ingest.Originals;
import org.healthsphere.node.ingest.Quarantine;
import org.healthsphere.node.ingest.Replays;
import org.healthsphere.node.ingest.SensitivityLabels;
import org.healthsphere.node.ingest.Source;
import org.healthsphere.node.ingest.StoreQuarantine;
import org.healthsphere.node.ingest.StoreSink;
import org.healthsphere.node.ingest.Together;
import org.healthsphere.node.ingest.Workbench;
import org.healthsphere.node.ingest.bulk.BulkFeed;
import org.healthsphere.node.ingest.bundle.BundleFeed;
import org.healthsphere.node.ingest.bundle.StrictParse;
import org.healthsphere.node.ingest.cda.CdaFeed;
import org.healthsphere.node.ingest.dicom.DicomFeed;
import org.healthsphere.node.ingest.following.Following;
import org.healthsphere.node.ingest.table.TableFeed;
import org.healthsphere.node.ingest.upload.UploadFeed;
import org.healthsphere.node.ingest.upload.Uploads;
import org.healthsphere.node.ingest.v2.V2Feed;
import org.healthsphere.node.labels.Labeller;
import org.healthsphere.node.labels.StoredValueSets;
import org.healthsphere.node.portal.Portal;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * The ways of the hospital's own messages into the record.
 *
 * @param fetching what the node itself goes and looks for
 * @param following servers that tell of changes, by source
 */
record Feeds(
        Ingest ingest,
        Replays replays,
        Workbench workbench,
        Uploads uploads,
        Quarantine quarantine,
        List<Source> sources,
        List<Fetching> fetching,
        Map<String, Following> following,
        Labeller labeller) {
    /** What other members hand over comes in like what the hospital's own systems send. */
    private static final Source MEMBERS = new Source(Inbox.SOURCE, ZoneOffset.UTC, Map.of(), Map.of(), Map.of());

    static Feeds open(Kept kept, int messageDays, Followed.Line line, Environment environment) {
        var fed = fed(kept);
        var sources = fed.stream().map(Fed::source).toList();
        var labels = SensitivityLabels.from(kept.terminology()).orElseThrow();
        var days = new KeptDayKeys(kept.keys(), kept.store());
        var quarantine = quarantine(kept, days);
        var originals = new Originals(kept.store(), days, messageDays);
        var own = kept.folder().part("mappings");
        var table = Examples.hold(new TableFeed(overlays(own, TableFeed.KIND)), overlays(own, TableFeed.KIND));
        var documents = Examples.hold(new CdaFeed(overlays(own, CdaFeed.KIND)), overlays(own, CdaFeed.KIND));
        var upload = new UploadFeed(documents, new BundleFeed(new StrictParse()));
        var ingest = new Ingest(
                new Together(new StoreSink(kept.store())),
                new Ingest.Keeping(quarantine, Optional.of(originals)),
                new Ingest.Meaning(kept.terminology(), labels),
                languages(own, table, documents, upload),
                Stream.concat(sources.stream(), Stream.of(MEMBERS)).toList(),
                environment.clock());
        var replays = new Replays(ingest, kept.store(), kept.index(), originals, environment.clock());
        var progress = new KeptProgress(kept.store());
        var followed = Followed.of(fed, ingest, progress, line, environment);
        var fetching = new ArrayList<>(Fetching.of(fed, ingest, table, progress, environment.clock()));
        fetching.addAll(followed.fetching());
        fetching.add(upkeep(originals, replays, environment));
        var check = new StrictParse();
        var workbench = new Workbench(
                ingest, new StoreSink(kept.store()), replays, (kind, file) -> trial(own, kind, file), check::problems);
        return new Feeds(
                ingest,
                replays,
                workbench,
                new Uploads(ingest, workbench, upload, sources),
                quarantine,
                sources,
                List.copyOf(fetching),
                followed.servers(),
                new Labeller(labels, new StoredValueSets(kept.store(), kept.index()), kept.store()));
    }

    private static Fetching upkeep(Originals originals, Replays replays, Environment environment) {
        return Fetching.upkeep(() -> {
            originals.expire(environment.clock().instant());
            replays.endMerges();
        });
    }

    /** Each with what the hospital has changed in it. */
    private static List<Feed> languages(Path own, TableFeed table, CdaFeed documents, UploadFeed upload) {
        return List.of(
                Examples.hold(
                        new V2Feed(overlays(own, V2Feed.KIND), Optional.of(documents)), overlays(own, V2Feed.KIND)),
                documents,
                upload,
                new BundleFeed(new StrictParse()),
                new BulkFeed(new StrictParse()),
                new DicomFeed(overlays(own, DicomFeed.KIND)),
                new HandoverFeed(new StrictParse()),
                table);
    }

    private static Quarantine quarantine(Kept kept, KeptDayKeys days) {
        var seal = new KeptSeal(kept.keys(), kept.store(), days);
        var folder = new FolderQuarantine(kept.folder().part("quarantine"), seal);
        if (kept.processes().isEmpty()) {
            return folder;
        }
        var stored = new StoreQuarantine(kept.store(), seal);
        stored.moveFrom(folder);
        return stored;
    }

    /** A feed with one more of the hospital's own files, which lies over all others. */
    private static Outcome<Feed> trial(Path own, String kind, Bytes file) {
        var overlays = new TreeMap<>(overlays(own, kind));
        overlays.put("~trial.json", file);
        try {
            return switch (kind) {
                case V2Feed.KIND ->
                    Outcome.of(Examples.hold(
                            new V2Feed(overlays, Optional.of(new CdaFeed(overlays(own, CdaFeed.KIND)))), overlays));
                case CdaFeed.KIND -> Outcome.of(Examples.hold(new CdaFeed(overlays), overlays));
                case TableFeed.KIND -> Outcome.of(Examples.hold(new TableFeed(overlays), overlays));
                case DicomFeed.KIND -> Outcome.of(new DicomFeed(overlays));
                default -> Outcome.failed(new Fault.NotFound("kind of message that mappings are for"));
            };
        } catch (IllegalArgumentException e) {
            return Outcome.failed(
                    new Fault.Invalid(Optional.ofNullable(e.getMessage()).orElse("")));
        }
    }

    /** As the pages need it. */
    Portal.Incoming incoming() {
        return new Portal.Incoming(
                ingest,
                replays,
                workbench,
                uploads,
                sources.stream().map(Source::name).toList());
    }

    /** The source that speaks HL7 v2 over MLLP: the first one. */
    Optional<String> mllpSource() {
        return sources.stream().map(Source::name).findFirst();
    }

    private static List<Fed> fed(Kept kept) {
        var file = kept.folder().part("sources.json");
        try {
            return Files.exists(file)
                    ? SourcesFile.read(
                                    Bytes.of(Files.readAllBytes(file)),
                                    kept.folder().part(""))
                            .orElseThrow()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The hospital's own mapping files for one kind of message, by name. */
    private static Map<String, Bytes> overlays(Path folder, String kind) {
        var own = folder.resolve(kind);
        if (!Files.isDirectory(own)) {
            return Map.of();
        }
        var overlays = new TreeMap<String, Bytes>();
        try (var files = Files.list(own)) {
            for (var file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
                overlays.put(String.valueOf(file.getFileName()), Bytes.of(Files.readAllBytes(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return overlays;
    }
}
