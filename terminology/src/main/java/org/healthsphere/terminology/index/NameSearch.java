package org.healthsphere.terminology.index;

import java.util.List;
import java.util.Set;
import org.roaringbitmap.RoaringBitmap;

/** Finds the concepts of one code system by their names: display, designations, the code itself. */
interface NameSearch {
    /**
     * The concepts of which one name has, for each of the words, a word that starts with it.
     *
     * @param words as {@link NameFilter#words} gives them
     * @param languages of the name, a tag or its beginning; empty for any language
     * @param similar whether a word of four letters or more may be off by one letter after the first, one of eight or more by two
     */
    RoaringBitmap find(List<String> words, Set<String> languages, boolean similar);

    /** Nobody asks any more. */
    default void close() {}
}
