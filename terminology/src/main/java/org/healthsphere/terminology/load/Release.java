package org.healthsphere.terminology.load;

import java.util.Optional;
import java.util.function.Predicate;
import org.healthsphere.terminology.content.Origin;

/**
 * A release while it is read.
 *
 * @param name of the folder or archive, from which some publishers' versions can be told
 * @param origin of everything that is read from it
 */
record Release(String name, Archive archive, Origin origin, Wishes wishes, Findings findings, Progress progress) {
    /** The file that must be there; else it is said that it is not. */
    Optional<String> required(String what, Predicate<String> name) {
        var found = archive.find(name);
        if (found.isEmpty()) {
            findings.add(this.name, "has no file " + what);
        }
        return found;
    }

    Origin licensed(String licence) {
        return new Origin(origin.file(), origin.sha256(), licence);
    }
}
