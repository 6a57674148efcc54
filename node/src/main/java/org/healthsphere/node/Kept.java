package org.healthsphere.node;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.healthsphere.federation.research.Releases;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.node.access.Shelf;
import org.healthsphere.node.audit.AuditLog;
import org.healthsphere.node.audit.FileAuditLog;
import org.healthsphere.node.audit.JointAuditLog;
import org.healthsphere.node.config.NodeConfig;
import org.healthsphere.node.http.UseCases;
import org.healthsphere.node.network.NodeFolder;
import org.healthsphere.node.network.Standing;
import org.healthsphere.node.peers.DoorKeys;
import org.healthsphere.node.processes.AuditCopies;
import org.healthsphere.node.processes.KeptReleases;
import org.healthsphere.node.processes.Processes;
import org.healthsphere.node.processes.StoredShelf;
import org.healthsphere.node.research.FiledReleases;
import org.healthsphere.node.store.ResourceIndex;
import org.healthsphere.node.store.ignite.IgniteResourceStore;
import org.healthsphere.node.store.ignite.IgniteSettings;
import org.healthsphere.node.store.index.LuceneResourceIndex;
import org.healthsphere.node.store.index.SearchParameterFolder;
import org.healthsphere.node.store.index.SearchParameters;
import org.healthsphere.node.store.keys.KeyRing;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Requester;
import org.healthsphere.terminology.content.BundledContent;
import org.healthsphere.terminology.library.LiveTerminology;

/**
 * What lies on disk: records, their index, the audit log, the terminology.
 *
 * @param terminology what the node needs for its own work
 * @param published the same with all that FHIR publishes, for those who ask
 * @param processes those that are this node, when they are several
 * @param auditOfAll what all of them noted, as far as it has come here
 */
record Kept(
        NodeFolder folder,
        IgniteResourceStore store,
        KeyRing keys,
        ResourceIndex index,
        FileAuditLog audit,
        LiveTerminology terminology,
        PublishedTerminology published,
        SearchParameters parameters,
        Optional<Processes> processes,
        AuditLog auditOfAll) {

    /** What a node stands on from its start to its end. */
    record Ground(
            NodeConfig config,
            DoorKeys doors,
            Standing standing,
            Environment environment,
            Vertx vertx,
            UseCases useCases) {
        /** With the certificates that it has now; its keys, but for that of its doors, are the same from start to end. */
        MemberIdentity identity() {
            return doors.identity();
        }

        /** What this process takes part with, where there are several. */
        Processes.Means means() {
            return new Processes.Means(doors, standing, vertx, useCases, environment.clock(), environment.random());
        }

        /** Of the store in this process: a machine may run several nodes, and several processes of one. */
        String name() {
            return identity().id().value()
                    + config.cluster().map(cluster -> "-" + cluster.self()).orElse("");
        }
    }

    static Kept open(Ground ground, Closing closing) {
        var config = ground.config();
        var identity = ground.identity();
        var environment = ground.environment();
        var folder = new NodeFolder(config.data());
        var parameters =
                SearchParameterFolder.read(config.fhir().searchParameters()).orElseThrow();
        var keys = KeptKeys.open(config, identity, environment.random(), environment.clock());
        var settings = IgniteSettings.of(folder.part("store"), ground.name());
        var processes =
                config.cluster().map(cluster -> Processes.join(ground.means(), cluster, settings, keys, closing::add));
        var store = processes
                .map(Processes::store)
                .orElseGet(() -> closing.add(IgniteResourceStore.open(settings, keys, environment.clock())));
        var terminology = LiveTerminology.open(folder.part("terminology")).orElseThrow();
        var published = new PublishedTerminology(folder.part("terminology"), BundledContent.sources());
        var index = closing.add(LuceneResourceIndex.open(
                store, parameters, new TerminologyCodes(terminology, published), folder.part("index")));
        store.endErasures(index::forget);
        processes.ifPresent(all -> closing.add(all::leave));
        try {
            var audit = FileAuditLog.open(folder.part("audit").resolve("audit.log"), identity.id(), environment.clock())
                    .orElseThrow();
            closing.add(audit);
            var ofAll = processes
                    .<AuditLog>map(all -> joined(audit, all, folder, ground, closing))
                    .orElse(audit);
            return new Kept(folder, store, keys, index, audit, terminology, published, parameters, processes, ofAll);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What lies under its digest in the folder of this name; of several processes all have it. */
    Releases releases(String name) {
        // A space of the store becomes the name of a file there, which has no folders.
        return new KeptReleases(
                store, name.replace('/', '-'), new FiledReleases(folder.part(name)), processes.isPresent());
    }

    /** What lies in this file; of several processes the one that leads keeps it for all. */
    Shelf shelf(Path file) {
        return processes
                .<Shelf>map(_ -> new StoredShelf(store, String.valueOf(file.getFileName())))
                .orElseGet(() -> Shelf.in(file));
    }

    /** Does without entries of the audit log from before this moment, here and in what other processes sent of theirs. */
    Outcome<Long> shortenAudit(Instant before, Requester by) {
        if (auditOfAll instanceof JointAuditLog joint) {
            joint.shortenCopies(before);
        }
        return audit.shorten(before, by);
    }

    private static AuditLog joined(
            FileAuditLog own, Processes processes, NodeFolder folder, Ground ground, Closing closing) {
        processes.noting(own::piece);
        var copies = new AuditCopies(folder.part("audit"), processes);
        var following = ground.useCases().call(() -> {
            copies.run();
            return true;
        });
        closing.add(() -> {
            processes.noting(_ -> Bytes.NONE);
            copies.close();
            Node.awaitEnd(following);
            copies.closeFiles();
        });
        return new JointAuditLog(own, copies::all);
    }
}
