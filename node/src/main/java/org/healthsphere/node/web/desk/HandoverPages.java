package org.healthsphere.node.web.desk;

import java.time.Instant;
import java.util.List;
import org.healthsphere.node.web.view.Asking;
import org.healthsphere.node.web.view.Download;
import org.healthsphere.node.web.view.Hospital;
import org.healthsphere.specs.Outcome;

/** What the pages need on which a record is handed to another hospital, and what others hand over is read. */
public interface HandoverPages {
    /** What can be handed over. */
    List<String> KINDS = List.of("referral", "discharge");

    /** The others, by name. */
    List<Hospital> hospitals();

    /** Sends it; how far it has come. {@link org.healthsphere.specs.Fault.Forbidden} when nothing may be given there. */
    Outcome<Letter> send(Asking by, String patient, Wanted wanted);

    /** What came in of patients whom he may see, newest first. */
    Outcome<Newest<Received>> inbox(Asking by);

    /** What he sent, newest first. */
    Outcome<Newest<Letter>> sent(Asking by);

    /** A document that came in, as FHIR or as C-CDA. */
    Outcome<Download> document(Asking by, String document, boolean cda);

    /**
     * As many as a page shows.
     *
     * @param more whether there are older ones
     */
    record Newest<T>(List<T> letters, boolean more) {
        public Newest {
            letters = List.copyOf(letters);
        }
    }

    /**
     * What somebody wants to send.
     *
     * @param kind of {@link #KINDS}
     */
    record Wanted(String hospital, String kind, String words, boolean urgent) {
        static final Wanted NOTHING = new Wanted("", "", "", false);

        @Override
        public String toString() {
            return "Wanted[" + kind + "]";
        }
    }

    /**
     * What was sent.
     *
     * @param to the hospital's name
     * @param state a word of the pages
     */
    record Letter(String kind, String to, Instant at, String state) {
        public boolean isGood() {
            return state.equals("delivered") || state.equals("setAside");
        }
    }

    /**
     * What came in.
     *
     * @param from the hospital's name
     * @param document its id here
     */
    record Received(
            PatientHit patient, String kind, String from, Instant at, boolean urgent, String words, String document) {
        @Override
        public String toString() {
            return "Received[" + kind + "]";
        }
    }
}
