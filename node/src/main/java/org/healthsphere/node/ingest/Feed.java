package org.healthsphere.node.ingest;

import java.util.List;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;

/** One language in which hospitals send. */
public interface Feed {
    /** Short name: {@code v2}, {@code ccda}, {@code fhir}. */
    String kind();

    /** Reads the bytes as far as needed to know which message they are. A fault sets the message aside. */
    Outcome<Message> read(Source source, Bytes raw);

    /** A message that could be read. */
    interface Message {
        MessageId id();

        /** What it says, as resources. A fault sets the message aside. */
        Outcome<Mapped> map(Identities identities);

        /** The places in it in which something stands, in order, as far as its kind has such. */
        default List<Place> places() {
            return List.of();
        }
    }

    /**
     * A place in a message: a field, a column.
     *
     * @param name as mapping files call it
     * @param at where in the text: a line and what stands in it, for a table the row
     * @param text what stands there
     * @param read whether a mapping that is followed looks at it
     */
    record Place(String name, int at, String text, boolean read) {
        /** Never what stands there. */
        @Override
        public String toString() {
            return name;
        }
    }
}
