package org.healthsphere.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.healthsphere.node.audit.FileAuditLog;
import org.healthsphere.node.config.NodeConfig;
import org.healthsphere.node.network.NodeFolder;
import org.healthsphere.node.store.ResourceIndex;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.ignite.IgniteResourceStore;
import org.healthsphere.node.store.ignite.IgniteSettings;
import org.healthsphere.node.store.index.LuceneResourceIndex;
import org.healthsphere.node.store.index.SearchParameterFolder;
import org.healthsphere.node.store.index.SearchParameters;
import org.healthsphere.terminology.content.BundledContent;
import org.healthsphere.terminology.index.CompiledTerminology;
import org.healthsphere.terminology.library.TerminologyLibrary;

/** What lies on disk: records, their index, the audit log, the terminology. */
record Kept(
        NodeFolder folder,
        ResourceStore store,
        ResourceIndex index,
        FileAuditLog audit,
        CompiledTerminology terminology,
        SearchParameters parameters) {

    static Kept open(NodeFolder folder, NodeConfig config, Environment environment, Closing closing) {
        var self = config.id();
        var parameters =
                SearchParameterFolder.read(config.fhir().searchParameters()).orElseThrow();
        var store = closing.add(
                IgniteResourceStore.open(IgniteSettings.of(folder.part("store"), self.value()), environment.clock()));
        var terminology = TerminologyLibrary.open(folder.part("terminology"), BundledContent.sources())
                .orElseThrow();
        var index = closing.add(
                LuceneResourceIndex.open(store, parameters, new TerminologyCodes(terminology), folder.part("index")));
        try {
            var audit = FileAuditLog.open(folder.part("audit").resolve("audit.log"), self, environment.clock())
                    .orElseThrow();
            closing.add(audit);
            return new Kept(folder, store, index, audit, terminology, parameters);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
