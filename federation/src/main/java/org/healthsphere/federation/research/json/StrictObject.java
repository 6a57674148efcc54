package org.healthsphere.federation.research.json;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/**
 * An object of a closed JSON language: every member is asked for by name and type, and one that nobody asked for is a problem.
 *
 * <p>All problems are collected, each with its path. A member that is wrong reads as a harmless placeholder, which nobody
 * gets to see: {@link #read} answers with the problems instead.
 */
public final class StrictObject {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final int MAX_NUMBER_DIGITS = 30;

    private final JsonNode node;
    private final String path;
    private final List<Problem> problems;
    private final Set<String> asked = new HashSet<>();

    private StrictObject(JsonNode node, String path, List<Problem> problems) {
        this.node = node;
        this.path = path;
        this.problems = problems;
        if (!node.isObject()) {
            problem("an object is expected");
        }
    }

    /** What the reader makes of the document, or every problem that it met. */
    public static <T> Outcome<T> read(byte[] json, Function<StrictObject, T> reader) {
        try {
            return read(JSON.readTree(json), reader);
        } catch (IOException e) {
            return Outcome.failed(new Fault.Invalid("not a JSON document, or one that names a member twice"));
        }
    }

    /** As {@link #read(byte[], Function)}, for a document that is parsed already. */
    public static <T> Outcome<T> read(JsonNode document, Function<StrictObject, T> reader) {
        List<Problem> problems = new ArrayList<>();
        var value = new StrictObject(document, "", problems).with(reader);
        return problems.isEmpty() ? Outcome.of(value) : Outcome.failed(new Fault.Invalid(problems));
    }

    /** Lets the reader ask for members; then those that it did not ask for are problems. */
    private <T> T with(Function<StrictObject, T> reader) {
        var value = reader.apply(this);
        node.fieldNames().forEachRemaining(name -> {
            if (!asked.contains(name)) {
                problems.add(new Problem(at(name), "is not a member of this object"));
            }
        });
        return value;
    }

    public boolean has(String name) {
        return node.has(name);
    }

    /** The one of these members that is there; a problem, and the first of them, when it is not exactly one. */
    public String oneOf(List<String> names) {
        var present = names.stream().filter(node::has).toList();
        if (present.size() != 1) {
            problem("has exactly one of " + String.join(", ", names));
            asked.addAll(names);
            return "";
        }
        return present.getFirst();
    }

    public String text(String name, Pattern form) {
        var value = member(name);
        if (value.isTextual() && form.matcher(value.textValue()).matches()) {
            return value.textValue();
        }
        problems.add(new Problem(at(name), "a text of the form " + form.pattern() + " is expected"));
        return "";
    }

    /** One of the words of a closed list. */
    public <T> T word(String name, Map<String, T> words) {
        var value = words.get(member(name).asText());
        if (value != null && member(name).isTextual()) {
            return value;
        }
        problems.add(new Problem(
                at(name), "one of " + words.keySet().stream().sorted().toList() + " is expected"));
        return words.values().iterator().next();
    }

    public long integer(String name, long least, long most) {
        var value = member(name);
        if (value.isIntegralNumber()
                && value.canConvertToLong()
                && value.longValue() >= least
                && value.longValue() <= most) {
            return value.longValue();
        }
        problems.add(new Problem(at(name), "an integer from " + least + " to " + most + " is expected"));
        return least;
    }

    public BigDecimal decimal(String name) {
        var value = member(name);
        if (value.isNumber() && isPlain(value.decimalValue())) {
            return value.decimalValue();
        }
        problems.add(new Problem(at(name), "a number of at most " + MAX_NUMBER_DIGITS + " digits is expected"));
        return BigDecimal.ZERO;
    }

    public LocalDate date(String name) {
        try {
            return LocalDate.parse(member(name).asText());
        } catch (DateTimeException e) {
            problems.add(new Problem(at(name), "a date of the form 2026-01-31 is expected"));
            return LocalDate.EPOCH;
        }
    }

    /** What the reader makes of the object in this member. */
    public <T> T object(String name, Function<StrictObject, T> reader) {
        return new StrictObject(member(name), at(name), problems).with(reader);
    }

    /** Whether this member is true, which is all that it can be. */
    public boolean yes(String name) {
        var is = member(name).isBoolean() && member(name).booleanValue();
        if (!is) {
            problems.add(new Problem(at(name), "true is expected"));
        }
        return is;
    }

    /** What the reader makes of some members of the object in this member; somebody else reads the others. */
    public <T> T part(String name, Function<StrictObject, T> reader) {
        return reader.apply(new StrictObject(member(name), at(name), problems));
    }

    /** What the reader makes of each object in the array of this member. */
    public <T> List<T> objects(String name, int least, int most, Function<StrictObject, T> reader) {
        var array = member(name);
        if (!array.isArray() || array.size() < least || array.size() > most) {
            problems.add(new Problem(at(name), "an array of " + least + " to " + most + " objects is expected"));
            return List.of();
        }
        List<T> values = new ArrayList<>();
        for (var i = 0; i < array.size(); i++) {
            values.add(new StrictObject(array.get(i), at(name) + "[" + i + "]", problems).with(reader));
        }
        return values;
    }

    /** What the reader makes of each object in each array of the array of this member. */
    public <T> List<List<T>> lists(String name, int most, int mostOfEach, Function<StrictObject, T> reader) {
        var arrays = member(name);
        if (!arrays.isArray() || arrays.size() > most) {
            problems.add(new Problem(at(name), "an array of up to " + most + " arrays is expected"));
            return List.of();
        }
        List<List<T>> lists = new ArrayList<>();
        for (var i = 0; i < arrays.size(); i++) {
            var at = at(name) + "[" + i + "]";
            if (!arrays.get(i).isArray() || arrays.get(i).size() > mostOfEach) {
                problems.add(new Problem(at, "an array of up to " + mostOfEach + " objects is expected"));
                continue;
            }
            List<T> list = new ArrayList<>();
            for (var j = 0; j < arrays.get(i).size(); j++) {
                list.add(new StrictObject(arrays.get(i).get(j), at + "[" + j + "]", problems).with(reader));
            }
            lists.add(list);
        }
        return lists;
    }

    /** The JSON of this member as it stands, for a part that has a language of its own. */
    public JsonNode any(String name) {
        return member(name);
    }

    /** The JSON of each entry of the array in this member. */
    public List<JsonNode> each(String name, int least, int most) {
        var array = member(name);
        if (!array.isArray() || array.size() < least || array.size() > most) {
            problems.add(new Problem(at(name), "an array of " + least + " to " + most + " entries is expected"));
            return List.of();
        }
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    /** Says what is wrong with this object as a whole. */
    public void problem(String what) {
        problems.add(new Problem(path, what));
    }

    private JsonNode member(String name) {
        asked.add(name);
        return node.path(name);
    }

    private String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static boolean isPlain(BigDecimal value) {
        return value.precision() <= MAX_NUMBER_DIGITS && Math.abs(value.scale()) <= MAX_NUMBER_DIGITS;
    }
}
