package org.healthsphere.node.release;

import java.util.ArrayList;
import java.util.List;
import org.healthsphere.consent.Decision;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;

/**
 * What one patient's record comes to for one request.
 *
 * @param decision the consent view's, whether the patient is known here or not
 * @param records of which the bytes were left out when they are more than memory should hold
 * @param whole whether the bytes are there
 */
public record PatientRelease(Decision decision, List<StoredResource> records, boolean whole) {
    public PatientRelease {
        records = List.copyOf(records);
    }

    /** How much of a record is held at once. */
    record Most(long bytes, int records) {
        /** What goes in one envelope to another member, with what is said of each record before. */
        static final Most USUAL = new Most(48L << 20, 50_000);
    }

    /** Takes the resources of a record one by one, and lets go of their bytes once they are too many. */
    static final class Gathered {
        private final Most most;
        private final List<StoredResource> records = new ArrayList<>();
        private long bytes;
        private boolean whole = true;

        Gathered(Most most) {
            this.most = most;
        }

        void add(StoredResource resource) {
            bytes += resource.json().length();
            records.add(whole ? resource : named(resource));
            if (whole && (bytes > most.bytes() || records.size() > most.records())) {
                whole = false;
                records.replaceAll(Gathered::named);
            }
        }

        PatientRelease under(Decision decision) {
            return new PatientRelease(decision, records, whole);
        }

        List<StoredResource> records() {
            return records;
        }

        private static StoredResource named(StoredResource resource) {
            return new StoredResource(
                    resource.id(),
                    resource.version(),
                    resource.change(),
                    resource.lastUpdated(),
                    resource.patient(),
                    resource.deleted(),
                    Bytes.NONE);
        }
    }
}
