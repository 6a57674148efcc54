package org.healthsphere.federation.linkage;

import java.util.HashSet;
import java.util.Set;
import org.healthsphere.federation.linkage.Demographics.Name;

/**
 * What somebody has to share with another one that the two are compared at all: so many things, each surviving other errors, that two
 * records of one person hardly share none, and each so rare that few others share it.
 */
final class Blocks {
    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;
    private static final int START = 4;
    private static final int YEAR = 4;
    private static final int MONTH = 6;

    private final Set<Long> keys = new HashSet<>();

    private Blocks() {}

    static Set<Long> of(Described person) {
        var blocks = new Blocks();
        var birth = person.birth();
        if (!birth.isEmpty()) {
            blocks.add("born", birth.substring(0, YEAR), Normal.sorted(month(birth), day(birth)));
        }
        person.names().forEach(name -> blocks.named(name, birth));
        person.places().forEach(place -> {
            blocks.add("house", start(place.street()), place.number(), place.city());
            blocks.add("post", start(place.street()), place.number(), place.postcode());
            person.names().forEach(name -> blocks.placed(name, place, birth));
        });
        person.phones().forEach(phone -> blocks.add("phone", phone));
        person.nationalIds().forEach(id -> blocks.add("id", id));
        return blocks.keys;
    }

    private void named(Name name, String birth) {
        add("names", Normal.sorted(start(name.given()), start(name.family())));
        if (!birth.isEmpty()) {
            add("sound", Soundex.of(name.family()), Soundex.of(name.given()), birth.substring(0, YEAR));
            add("given", start(name.given()), birth.substring(0, MONTH));
            add("family", start(name.family()), birth.substring(0, MONTH));
            add("given day", start(name.given()), birth.substring(YEAR));
            add("family day", start(name.family()), birth.substring(YEAR));
        }
    }

    private void placed(Name name, Described.Place place, String birth) {
        add("there", Soundex.of(name.family()), Soundex.of(name.given()), place.city());
        add("their street", Soundex.of(name.family()), Soundex.of(name.given()), start(place.street()));
        add("family there", start(name.family()), place.street());
        add("given there", start(name.given()), place.street());
        add("family in place", start(name.family()), place.postcode());
        add("given in place", start(name.given()), place.postcode());
        if (!birth.isEmpty()) {
            add("year there", place.street(), birth.substring(0, YEAR));
            add("year in place", place.postcode(), birth.substring(0, YEAR));
            add("day there", place.street(), birth.substring(YEAR));
        }
    }

    private static String month(String birth) {
        return birth.substring(YEAR, MONTH);
    }

    private static String day(String birth) {
        return birth.substring(MONTH);
    }

    private static String start(String word) {
        return word.substring(0, Math.min(START, word.length()));
    }

    /** Nothing is shared where one of the parts is not known. */
    private void add(String kind, String... parts) {
        var hash = mixed(OFFSET, kind);
        for (var part : parts) {
            if (part.isEmpty()) {
                return;
            }
            hash = mixed(hash, part);
        }
        keys.add(hash);
    }

    /** FNV-1a: two keys that meet by accident cost a comparison, and nothing else. */
    private static long mixed(long hash, String text) {
        var mixed = hash;
        for (var i = 0; i < text.length(); i++) {
            mixed = (mixed ^ text.charAt(i)) * PRIME;
        }
        return (mixed ^ 0x1f) * PRIME;
    }
}
