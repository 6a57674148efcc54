package org.healthsphere.node.ingest;

import java.util.List;
import java.util.Optional;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** The simplest language: {@code id|record number|diagnosis}. */
final class LineFeed implements Feed {
    private final boolean maps;

    LineFeed() {
        this(true);
    }

    LineFeed(boolean maps) {
        this.maps = maps;
    }

    @Override
    public String kind() {
        return "line";
    }

    @Override
    public Outcome<Message> read(Source source, Bytes raw) {
        var parts = raw.utf8().split("\\|");
        return parts.length == 3
                ? Outcome.of(
                        new Line(new MessageId("line", source.name(), "ward", parts[0], Sha256.of(raw.utf8())), parts))
                : Outcome.failed(new Fault.Invalid("three parts are expected"));
    }

    private final class Line implements Message {
        private final MessageId id;
        private final String[] parts;

        Line(MessageId id, String[] parts) {
            this.id = id;
            this.parts = parts;
        }

        @Override
        public MessageId id() {
            return id;
        }

        @Override
        public Outcome<Mapped> map(Identities identities) {
            if (!maps) {
                return Outcome.failed(new Fault.Invalid("no map"));
            }
            if (parts[2].equals("boom")) {
                throw new IllegalStateException("boom");
            }
            var match = identities
                    .patient(List.of(new Identities.Identifier("https://north.example/mrn", parts[1], "MR")))
                    .orElseThrow();
            var patient = Json.object();
            patient.putArray("identifier")
                    .addObject()
                    .put("system", "https://north.example/mrn")
                    .put("value", parts[1]);
            var condition = Json.object();
            condition
                    .putObject("code")
                    .putArray("coding")
                    .addObject()
                    .put("system", Kit.LOCAL)
                    .put("code", parts[2]);
            condition.putObject("subject").put("reference", "Patient/" + match.patient());
            var who = Optional.of(match.patient());
            return Outcome.of(new Mapped(
                    List.of(
                            Draft.of(new ResourceId("Patient", match.patient()), who, patient),
                            Draft.of(Ids.of("Condition", match.patient(), parts[2]), who, condition)),
                    match.marks(),
                    "lines 1",
                    List.of("left out")));
        }
    }
}
