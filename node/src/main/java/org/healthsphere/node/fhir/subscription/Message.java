package org.healthsphere.node.fhir.subscription;

import java.util.List;
import org.healthsphere.specs.Bytes;

/** A notification as it goes over the wire. */
public record Message(String contentType, List<Header> headers, Bytes body) {
    public Message {
        headers = List.copyOf(headers);
    }
}
