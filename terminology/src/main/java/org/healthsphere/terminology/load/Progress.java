package org.healthsphere.terminology.load;

/** Is told how far a load has come. */
@FunctionalInterface
public interface Progress {
    /** How many rows are read between two words of progress. */
    int EVERY = 100_000;

    /** Nobody wants to know. */
    Progress UNHEARD = (_, _) -> {};

    /**
     * So far.
     *
     * @param part what is being read, such as the name of a file
     * @param rows how many rows of it have been read
     */
    void at(String part, long rows);
}
