package org.healthsphere.node.ingest;

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
    }
}
