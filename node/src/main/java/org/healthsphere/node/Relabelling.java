package org.healthsphere.node;

import java.util.List;
import org.healthsphere.consent.ConsentView;
import org.healthsphere.node.fhir.Labelling;
import org.healthsphere.node.http.UseCases;
import org.healthsphere.node.labels.Labeller;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.store.Commit.Write;
import org.healthsphere.node.store.ResourceIndex;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Role;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Labels what is written by the interface; and when a value set changes, the records that are there, without anybody's waiting. */
record Relabelling(Labeller labeller, ConsentView view, ResourceIndex index, UseCases useCases) implements Labelling {
    private static final Logger LOG = LoggerFactory.getLogger(Relabelling.class);

    /** What changed while the node was not running is made up for. */
    Relabelling begun() {
        if (!labeller.isDone()) {
            run();
        }
        return this;
    }

    private void run() {
        var _ = useCases.call(() -> {
                    var changed = labeller.relabel();
                    index.catchUp();
                    LOG.info(
                            "the value sets of what is sensitive have changed: {} resources have other labels",
                            changed);
                    return changed;
                })
                .onFailure(failure -> LOG.error(
                        "records are without labels that they need: make room where the node keeps them, and start it anew",
                        failure));
    }

    @Override
    public List<Write> labelled(Access access, List<Write> writes) {
        return labeller.labelled(access.requester().role() == Role.STEWARD, writes);
    }

    @Override
    public void written(List<StoredResource> resources) {
        if (resources.stream().noneMatch(resource -> resource.id().type().equals("ValueSet"))) {
            return;
        }
        view.codesChanged();
        if (labeller.changes(resources)) {
            run();
        }
    }
}
