package org.healthsphere.node.web.ops;

import java.util.List;
import java.util.Optional;
import org.healthsphere.node.web.view.Asking;
import org.healthsphere.specs.Outcome;

/** What the workbench of mappings needs. What it shows is health data of this hospital, and who looks is audited. */
public interface MappingPages {
    int MOST_KEPT = 100;

    /** The systems of the hospital by name. */
    List<String> sources();

    /** The kinds of messages that mappings are for. */
    List<String> kinds();

    /** How the newest messages of a source fare. */
    Outcome<MappingSheet.Survey> survey(Asking by, String source);

    /** What a message comes to: one that is pasted, or that is kept under this name. */
    Outcome<MappingSheet.Preview> preview(Asking by, Trial trial);

    /** What a mapping file would change. */
    Outcome<MappingSheet.Comparison> compare(Asking by, Trial trial);

    /** Lets a kept message count no more, or again; or maps it again. How many resources changed. */
    Outcome<Integer> rerun(Asking by, String message, Rerun how);

    /** Kept messages, the newest first: of a source, or with this id as its sender gave it. */
    Outcome<List<MappingSheet.Kept>> kept(Asking by, Optional<String> source, Optional<String> id);

    /** What becomes of a kept message. */
    enum Rerun {
        REPLAY,
        WITHDRAW,
        RESTORE
    }

    /**
     * What a steward tries.
     *
     * @param text a message, or the name of a kept one
     * @param file a mapping file of the hospital's own that is tried; may be empty
     */
    record Trial(String source, String kind, String text, String file) {
        /** Never what is in it. */
        @Override
        public String toString() {
            return source + " " + kind;
        }
    }
}
