package org.healthsphere.federation.exchange;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.healthsphere.federation.linkage.AdministrativeGender;
import org.healthsphere.federation.linkage.MatchKey;
import org.healthsphere.federation.linkage.PatientTokens;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Deadline;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.healthsphere.specs.Sha256;

/** The written form of a query, versions 1 to 3: canonical JSON. */
final class QueryWire {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{8,64}");
    private static final Pattern TYPE = Pattern.compile("[A-Z][A-Za-z]{1,63}");
    private static final int MOST_TYPES = 160;
    private static final Pattern REFERENCE = Pattern.compile("[A-Z][A-Za-z]{1,63}/[A-Za-z0-9.-]{1,64}");
    private static final int MOST_RESOURCES = 1_000;
    private static final int MOST_TOKENS = 64;
    private static final int LONGEST_TEXT = 256;
    private static final NodeId NOBODY = new NodeId("nobody");

    private QueryWire() {}

    static Bytes write(RecordQuery query) {
        var question = query.question();
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("protocol", query.protocol())
                .put("id", query.id())
                .put("purpose", question.purpose().name())
                .put("issued", query.issued().toString())
                .put("deadline", query.deadline().at().toString())
                .put("ledgerHeight", question.ledgerHeight());
        json.putObject("requester")
                .put("member", question.requester().member().value())
                .put("subject", question.requester().subject())
                .put("role", question.requester().role().name());
        question.breakGlass()
                .map(BreakGlass::reason)
                .ifPresent(reason -> json.putObject("breakGlass")
                        .put("system", reason.system())
                        .put("code", reason.code()));
        write(question.patient(), json.putObject("patient"));
        write(question.filter(), json.putObject("filter"));
        return Bytes.of(CanonicalJson.of(json));
    }

    static void write(PatientTokens patient, ObjectNode json) {
        json.put("key", patient.key().hex()).put("gender", patient.gender().code());
        var tokens = json.putObject("tokens");
        patient.tokens().forEach((key, values) -> {
            var array = tokens.putArray(key.name());
            values.forEach(array::add);
        });
    }

    private static void write(RecordFilter filter, ObjectNode json) {
        var types = json.putArray("types");
        filter.types().forEach(types::add);
        filter.from().ifPresent(from -> json.put("from", from.toString()));
        filter.to().ifPresent(to -> json.put("to", to.toString()));
        if (!filter.only().isEmpty()) {
            filter.only().forEach(json.putArray("only")::add);
        }
    }

    /** The id of a query in any version of the protocol. */
    static Optional<String> id(Bytes bytes) {
        return switch (Fields.parse(bytes).then(QueryWire::id)) {
            case Outcome.Success<String>(var id) -> Optional.of(id);
            case Outcome.Failure<String> _ -> Optional.empty();
        };
    }

    private static Outcome<String> id(Fields fields) {
        var id = fields.read("id", "an id", "", matching(ID));
        return fields.unlessMalformed(() -> id);
    }

    static Outcome<RecordQuery> parse(Bytes bytes, Set<Integer> spoken) {
        return Fields.parse(bytes).then(fields -> {
            var version = (int) fields.number("protocol", 1);
            return spoken.contains(version)
                    ? query(fields, version)
                    : Outcome.failed(
                            new Fault.VersionMismatch("record exchange is spoken in " + new TreeSet<>(spoken)));
        });
    }

    private static Outcome<RecordQuery> query(Fields fields, int version) {
        fields.only(Set.of(
                "protocol",
                "id",
                "purpose",
                "issued",
                "deadline",
                "ledgerHeight",
                "requester",
                "breakGlass",
                "patient",
                "filter"));
        var id = fields.read("id", "8 to 64 letters, digits, - or _", "", matching(ID));
        var issued = fields.read("issued", "an instant (RFC 3339)", Instant.EPOCH, Instant::parse);
        var deadline = fields.read("deadline", "an instant (RFC 3339)", Instant.EPOCH, Instant::parse);
        var question = question(fields, version);
        return fields.unlessMalformed(
                () -> new RecordQuery(
                        id, question.orElseThrow(), issued, new Deadline(deadline), version == Protocol.PIECES));
    }

    private static Optional<Question> question(Fields fields, int version) {
        var purpose = fields.read("purpose", "a purpose of use", PurposeOfUse.TREAT, PurposeOfUse::valueOf);
        var height = fields.number("ledgerHeight", 0);
        var requester = requester(fields.object("requester"));
        Optional<BreakGlass> glass = fields.has("breakGlass") ? glass(fields.object("breakGlass")) : Optional.empty();
        var patient = patient(fields.object("patient"));
        var filter = filter(fields.object("filter"), version);
        if (glass.isPresent() != (purpose == PurposeOfUse.ETREAT)) {
            fields.problem("breakGlass", "must be given with the purpose ETREAT, and with no other");
            return Optional.empty();
        }
        return Optional.of(new Question(requester, purpose, glass, patient, filter, height));
    }

    private static Requester requester(Fields fields) {
        fields.only(Set.of("member", "subject", "role"));
        return new Requester(
                fields.read("member", "the name of a member", NOBODY, NodeId::new),
                fields.read("subject", "a name of at most 256 letters", "nobody", QueryWire::text),
                fields.read("role", "a role", Role.SYSTEM, Role::valueOf));
    }

    private static Optional<BreakGlass> glass(Fields fields) {
        fields.only(Set.of("system", "code"));
        return Optional.of(new BreakGlass(new Coding(
                fields.read("system", "the URI of a code system", "", QueryWire::text),
                fields.read("code", "a code", "", QueryWire::text))));
    }

    static PatientTokens patient(Fields fields) {
        fields.only(Set.of("key", "gender", "tokens"));
        var key = fields.read("key", "a SHA-256 digest in hexadecimal", Sha256.of(""), Sha256::new);
        var gender = fields.read(
                "gender",
                "a code of AdministrativeGender",
                AdministrativeGender.UNKNOWN,
                code -> AdministrativeGender.of(code).orElseThrow(IllegalArgumentException::new));
        var object = fields.object("tokens");
        Map<MatchKey, Set<String>> tokens = new EnumMap<>(MatchKey.class);
        for (var name : object.names()) {
            var values = object.list(name, "tokens of 22 letters", MOST_TOKENS, "", QueryWire::token);
            Arrays.stream(MatchKey.values())
                    .filter(match -> match.name().equals(name))
                    .findFirst()
                    .ifPresentOrElse(
                            match -> tokens.put(match, new HashSet<>(values)),
                            () -> object.problem("", "has a key that is not known"));
        }
        return new PatientTokens(key, gender, tokens);
    }

    private static RecordFilter filter(Fields fields, int version) {
        fields.only(version == Protocol.FIRST ? Set.of("types", "from", "to") : Set.of("types", "from", "to", "only"));
        var only = fields.list("only", "references to resources", MOST_RESOURCES, "", matching(REFERENCE));
        if (version == Protocol.ONLY_CERTAIN_RESOURCES && only.isEmpty()) {
            fields.problem("only", "is what this version is for: without it a query is of version 1");
        }
        var types = fields.list("types", "types of resources", MOST_TYPES, "", matching(TYPE));
        var from = fields.readOptional("from", "a date", LocalDate.EPOCH, LocalDate::parse);
        var to = fields.readOptional("to", "a date", LocalDate.EPOCH, LocalDate::parse);
        if (from.isPresent() && to.isPresent() && from.get().isAfter(to.get())) {
            fields.problem("from", "must not be after the end");
            return RecordFilter.EVERYTHING;
        }
        return new RecordFilter(new HashSet<>(types), from, to, new HashSet<>(only));
    }

    private static String text(String text) {
        if (text.isBlank() || text.length() > LONGEST_TEXT) {
            throw new IllegalArgumentException("not a text of the right length");
        }
        return text;
    }

    private static String token(String text) {
        if (!PatientTokens.isToken(text)) {
            throw new IllegalArgumentException("not a token");
        }
        return text;
    }

    private static Function<String, String> matching(Pattern pattern) {
        return text -> {
            if (!pattern.matcher(text).matches()) {
                throw new IllegalArgumentException("not of the form");
            }
            return text;
        };
    }
}
