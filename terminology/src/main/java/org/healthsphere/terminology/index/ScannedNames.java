package org.healthsphere.terminology.index;

import java.util.List;
import java.util.Set;
import org.roaringbitmap.RoaringBitmap;

/** Looks at every name; for small code systems, and the yardstick for the others. */
record ScannedNames(CodeSystemIndex system) implements NameSearch {
    @Override
    public RoaringBitmap find(List<String> words, Set<String> languages, boolean similar) {
        var found = new RoaringBitmap();
        for (var concept = 0; concept < system.size(); concept++) {
            if (system.names(concept).stream()
                    .anyMatch(name -> name.isIn(languages) && hasAll(words, name.text(), similar))) {
                found.add(concept);
            }
        }
        return found;
    }

    private static boolean hasAll(List<String> wanted, String name, boolean similar) {
        var words = NameFilter.words(name);
        return wanted.stream()
                .allMatch(start -> words.stream()
                        .anyMatch(word -> word.startsWith(start) || (similar && Spelling.isLikeStartOf(start, word))));
    }
}
