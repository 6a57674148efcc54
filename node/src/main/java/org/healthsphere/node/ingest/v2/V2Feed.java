package org.healthsphere.node.ingest.v2;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.healthsphere.node.ingest.Feed;
import org.healthsphere.node.ingest.Identities;
import org.healthsphere.node.ingest.Mapped;
import org.healthsphere.node.ingest.MessageId;
import org.healthsphere.node.ingest.Source;
import org.healthsphere.node.ingest.mapping.Language;
import org.healthsphere.node.ingest.mapping.Mappings;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** HL7 v2 messages, 2.3 to 2.8, read by what they are about and not by the version they claim. */
public final class V2Feed implements Feed {
    public static final String KIND = "v2";
    private static final List<String> FILES = List.of(
            "tables.json", "types.json", "patient.json", "visit.json", "results.json", "orders.json", "messages.json");
    private static final Pattern BOM = Pattern.compile("^\\uFEFF");

    private final Mappings mappings;
    private final V2Plans plans;
    private final Optional<Feed> documents;

    public V2Feed() {
        this(Map.of());
    }

    /**
     * With a hospital's own mapping files.
     *
     * <p>IllegalArgumentException with every problem in them.
     */
    public V2Feed(Map<String, Bytes> overlays) {
        this(overlays, Optional.empty());
    }

    /** The same, with what reads the documents that come inside of messages. */
    public V2Feed(Map<String, Bytes> overlays, Optional<Feed> documents) {
        this.documents = documents;
        this.mappings =
                Mappings.load(new Language(V2Path::isPath, V2Converters.converters()), "mappings/v2", FILES, overlays);
        this.plans = new V2Plans(mappings);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Outcome<Message> read(Source source, Bytes raw) {
        if (V2Batch.begins(raw)) {
            return V2Batch.read(raw)
                    .then(_ ->
                            Outcome.failed(new Fault.Invalid("a batch of messages comes by MLLP, not as one message")));
        }
        var header = Header.of(raw);
        if (header.isEmpty()) {
            return Outcome.failed(new Fault.Invalid("does not begin with a message header (MSH)"));
        }
        return read(source, raw, header.get());
    }

    private Outcome<Message> read(Source source, Bytes raw, Header header) {
        var charset = header.charset(source.charset());
        if (charset.isEmpty()) {
            return refused("MSH-18", "character set is not understood here");
        }
        if (plans.plan(header.event()).isEmpty()) {
            return refused("MSH-9", "message type and event are not mapped here");
        }
        if (header.controlId().isEmpty()) {
            return refused("MSH-10", "control id is missing");
        }
        var text = charset.flatMap(c -> Charsets.decode(raw, c)).map(V2Feed::segments);
        if (text.isEmpty()) {
            return refused("MSH-18", "bytes that are no text in the message's character set");
        }
        var content = text.map(t -> content(header.event(), t)).orElseThrow();
        var id = new MessageId(KIND, source.name(), header.facility(), header.controlId(), content);
        return V2Message.parse(text.orElseThrow(), charset.orElseThrow())
                .<Message>map(message -> new Read(id, source, header.event(), message));
    }

    private static Outcome<Message> refused(String at, String what) {
        return Outcome.failed(new Fault.Invalid(List.of(new Fault.Problem(at, what))));
    }

    /** One segment to a line, ended by CR: files end them otherwise. Where CR rules, a line feed is content. */
    private static String segments(String text) {
        var plain = BOM.matcher(text).replaceFirst("").strip().replace("\r\n", "\r");
        var joined = plain.indexOf('\r') < 0 ? plain.replace('\n', '\r') : plain.replace('\n', ' ');
        return joined.replaceAll("\r\\s*(?=\r|$)", "") + "\r";
    }

    /** Without the header: a second delivery may have another time. */
    private static Sha256 content(String event, String text) {
        return Sha256.of(event + text.substring(text.indexOf('\r') + 1));
    }

    private final class Read implements Message {
        private final MessageId id;
        private final Source source;
        private final String event;
        private final V2Message message;

        Read(MessageId id, Source source, String event, V2Message message) {
            this.id = id;
            this.source = source;
            this.event = event;
            this.message = message;
        }

        @Override
        public MessageId id() {
            return id;
        }

        @Override
        public Outcome<Mapped> map(Identities identities) {
            return plans.plan(event)
                    .map(plan -> new V2Mapper(mappings, plan, source, id, documents).map(message, identities))
                    .orElseThrow();
        }

        @Override
        public List<Place> places() {
            var read = plans.plan(event)
                    .map(plan -> plan.maps().stream()
                            .flatMap(name -> mappings.map(name).paths().stream())
                            .map(path -> path.replaceFirst("\\..*", ""))
                            .collect(Collectors.toSet()))
                    .orElse(Set.of());
            var places = new ArrayList<Place>();
            for (var i = 0; i < message.segments().size(); i++) {
                places.addAll(places(i, message.segments().get(i), read));
            }
            return List.copyOf(places);
        }

        private static List<Place> places(int at, V2Message.V2Segment segment, Set<String> read) {
            var places = new ArrayList<Place>();
            for (var n = 1; n <= segment.fields().size(); n++) {
                var name = segment.name() + "-" + n;
                var isHeader = segment.name().equals("MSH");
                segment.field(n)
                        .forEach(value ->
                                places.add(new Place(name, at, value.shown(), isHeader || read.contains(name))));
            }
            return places;
        }
    }
}
