package org.healthsphere.consent.embedded;

import java.io.IOException;

/** Something could not be written, and nothing of it is there: it may be tried again. */
final class DiskFull extends IOException {
    private static final long serialVersionUID = 1L;

    DiskFull(IOException cause) {
        super("the disk takes no more", cause);
    }
}
