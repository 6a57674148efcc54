package org.healthsphere.node.web.desk;

import java.time.Instant;

/** A study at a glance. */
public record StudyCard(String id, String title, Standing standing, int analyses, int released, Instant since) {
    /** How it stands at a hospital. */
    public enum Standing {
        PENDING,
        APPROVED,
        DECLINED,
        UNKNOWN
    }
}
