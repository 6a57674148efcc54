package org.healthsphere.federation.exchange;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/**
 * Reads an object of a message and notes each field that is not as it must be, so that all of them are named at once.
 *
 * <p>A field that is malformed is read as its substitute, which nobody sees: {@link #unlessMalformed} gives the faults instead.
 */
final class Fields {
    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxDocumentLength(8L << 20)
                            .maxNestingDepth(8)
                            .maxStringLength(1 << 17)
                            .maxNameLength(128)
                            .maxNumberLength(20)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final JsonNode object;
    private final String at;
    private final List<Problem> problems;

    private Fields(JsonNode object, String at, List<Problem> problems) {
        this.object = object;
        this.at = at;
        this.problems = problems;
    }

    static Outcome<Fields> parse(Bytes json) {
        try {
            var tree = JSON.readTree(json.array());
            return tree != null && tree.isObject()
                    ? Outcome.of(new Fields(tree, "", new ArrayList<>()))
                    : Outcome.failed(new Fault.Invalid("not a JSON object"));
        } catch (JsonProcessingException e) {
            return Outcome.failed(new Fault.Invalid("not JSON within the bounds of a message"));
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot fail to be read", e);
        }
    }

    /** What is made of fields that were all as they must be. */
    <T> Outcome<T> unlessMalformed(Supplier<T> made) {
        return problems.isEmpty() ? Outcome.of(made.get()) : Outcome.failed(new Fault.Invalid(List.copyOf(problems)));
    }

    void only(Set<String> names) {
        object.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                problem(name.length() > 40 ? name.substring(0, 40) : name, "is not a field of this message");
            }
        });
    }

    boolean has(String name) {
        return object.has(name);
    }

    /** The text of a field, as what it stands for; the reader refuses with IllegalArgumentException or DateTimeException. */
    <T> T read(String name, String form, T substitute, Function<String, T> reader) {
        return read(object.path(name), name, form, substitute, reader);
    }

    <T> Optional<T> readOptional(String name, String form, T substitute, Function<String, T> reader) {
        return object.has(name) ? Optional.of(read(name, form, substitute, reader)) : Optional.empty();
    }

    long number(String name, long least) {
        var value = object.path(name);
        if (value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= least) {
            return value.longValue();
        }
        problem(name, "must be a whole number of at least " + least);
        return least;
    }

    /** The whole numbers of an array. */
    List<Integer> numbers(String name, int most) {
        var values = new ArrayList<Integer>();
        for (var item : array(name, most)) {
            if (item.canConvertToInt() && item.isIntegralNumber()) {
                values.add(item.intValue());
            } else {
                problem(name, "must be whole numbers");
            }
        }
        return values;
    }

    /** The texts of an array that may be missing. */
    <T> List<T> list(String name, String form, int most, T substitute, Function<String, T> reader) {
        var values = new ArrayList<T>();
        for (var item : array(name, most)) {
            values.add(read(item, name, form, substitute, reader));
        }
        return values;
    }

    /** The objects of an array that may be missing. */
    List<Fields> objects(String name, int most) {
        var values = new ArrayList<Fields>();
        for (var item : array(name, most)) {
            values.add(nested(name, item));
        }
        return values;
    }

    Fields object(String name) {
        return nested(name, object.path(name));
    }

    Iterable<String> names() {
        return object::fieldNames;
    }

    void problem(String name, String what) {
        problems.add(new Problem(at + name, what));
    }

    private Fields nested(String name, JsonNode item) {
        if (item.isObject()) {
            return new Fields(item, at + name + ".", problems);
        }
        problem(name, "must be an object");
        return new Fields(JsonNodeFactory.instance.objectNode(), at + name + ".", new ArrayList<>());
    }

    private <T> T read(JsonNode value, String name, String form, T substitute, Function<String, T> reader) {
        if (value.isTextual()) {
            try {
                return reader.apply(value.textValue());
            } catch (IllegalArgumentException | DateTimeException e) {
                problem(name, "must be " + form);
                return substitute;
            }
        }
        problem(name, "must be " + form);
        return substitute;
    }

    private JsonNode array(String name, int most) {
        var array = object.path(name);
        if (array.isMissingNode() || (array.isArray() && array.size() <= most)) {
            return array;
        }
        problem(name, "must be a list of at most " + most);
        return JsonNodeFactory.instance.arrayNode();
    }
}
