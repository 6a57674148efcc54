package org.healthsphere.node.erasure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;

/** By what a message that waits is known to be about a patient: one of his numbers, or his family name and his birth date. */
record Traits(Set<String> numbers, Set<String> families, Set<String> births) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of all that his Patient resource ever said. */
    static Traits of(List<StoredResource> versions) {
        var traits = new Traits(new HashSet<>(), new HashSet<>(), new HashSet<>());
        versions.stream().filter(version -> !version.deleted()).forEach(traits::take);
        return traits;
    }

    /** In whose place he stands, as his Patient resource says now. */
    static Set<String> replaced(List<StoredResource> versions) {
        var replaced = new TreeSet<String>();
        versions.stream().findFirst().filter(version -> !version.deleted()).ifPresent(version -> {
            for (var link : parsed(version).path("link")) {
                if (link.path("type").asText().equals("replaces")) {
                    replaced.add(link.at("/other/reference").asText().replaceFirst("^Patient/", ""));
                }
            }
        });
        return replaced;
    }

    private static JsonNode parsed(StoredResource version) {
        try {
            return JSON.readTree(version.json().array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void take(StoredResource version) {
        var patient = parsed(version);
        patient.path("identifier").forEach(identifier -> add(numbers, identifier.path("value")));
        patient.path("name").forEach(name -> add(families, name.path("family")));
        add(births, patient.path("birthDate"));
    }

    private static void add(Set<String> to, JsonNode value) {
        var text = value.asText("").strip().toLowerCase(Locale.ROOT);
        if (!text.isEmpty()) {
            to.add(text);
        }
    }

    /** Whether a message or document speaks of him, in whatever form it is written. */
    boolean describe(Bytes raw) {
        var text = raw.utf8().toLowerCase(Locale.ROOT);
        return numbers.stream().anyMatch(number -> hasWord(text, number))
                || (families.stream().anyMatch(family -> hasWord(text, family))
                        && births.stream()
                                .anyMatch(birth -> text.contains(birth) || text.contains(birth.replace("-", ""))));
    }

    /** Whether the word is there, and not only as a part of a longer one. */
    private static boolean hasWord(String text, String word) {
        for (var at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
            var end = at + word.length();
            if ((at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)))
                    && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)))) {
                return true;
            }
        }
        return false;
    }

    /** Never who it is. */
    @Override
    public String toString() {
        return "Traits[REDACTED]";
    }
}
