package org.healthsphere.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.node.audit.FileAuditLog;
import org.healthsphere.node.config.NodeConfig;
import org.healthsphere.node.network.NodeFolder;
import org.healthsphere.node.store.ResourceIndex;
import org.healthsphere.node.store.ignite.IgniteResourceStore;
import org.healthsphere.node.store.ignite.IgniteSettings;
import org.healthsphere.node.store.index.LuceneResourceIndex;
import org.healthsphere.node.store.index.SearchParameterFolder;
import org.healthsphere.node.store.index.SearchParameters;
import org.healthsphere.node.store.keys.KeyRing;
import org.healthsphere.terminology.content.BundledContent;
import org.healthsphere.terminology.index.CompiledTerminology;
import org.healthsphere.terminology.library.TerminologyLibrary;

/**
 * What lies on disk: records, their index, the audit log, the terminology.
 *
 * @param terminology what the node needs for its own work
 * @param published the same with all that FHIR publishes, for those who ask
 */
record Kept(
        NodeFolder folder,
        IgniteResourceStore store,
        KeyRing keys,
        ResourceIndex index,
        FileAuditLog audit,
        CompiledTerminology terminology,
        PublishedTerminology published,
        SearchParameters parameters) {

    static Kept open(NodeConfig config, MemberIdentity identity, Environment environment, Closing closing) {
        var folder = new NodeFolder(config.data());
        var parameters =
                SearchParameterFolder.read(config.fhir().searchParameters()).orElseThrow();
        var keys = KeptKeys.open(config, identity, environment.random(), environment.clock());
        var store = closing.add(IgniteResourceStore.open(
                IgniteSettings.of(folder.part("store"), identity.id().value()), keys, environment.clock()));
        var terminology =
                TerminologyLibrary.open(folder.part("terminology")).orElseThrow();
        var published = new PublishedTerminology(folder.part("terminology"), BundledContent.sources());
        var index = closing.add(LuceneResourceIndex.open(
                store, parameters, new TerminologyCodes(terminology, published), folder.part("index")));
        store.endErasures(index::forget);
        try {
            var audit = FileAuditLog.open(folder.part("audit").resolve("audit.log"), identity.id(), environment.clock())
                    .orElseThrow();
            closing.add(audit);
            return new Kept(folder, store, keys, index, audit, terminology, published, parameters);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
