package org.healthsphere.node.store.index;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.NRTCachingDirectory;

/**
 * A folder of segments in which the small ones stay in memory until they are committed.
 *
 * <p>Where a search follows each change, most segments are one resource and are merged away before they ever need a file.
 */
final class NewSegmentsInMemory extends NRTCachingDirectory {
    private static final double LARGEST_MB = 5;
    private static final double CACHE_MB = 48;
    private static final long NEARLY_FULL = 32L << 20;

    private NewSegmentsInMemory(Directory files) {
        super(files, LARGEST_MB, CACHE_MB);
    }

    static NewSegmentsInMemory over(Path folder) throws IOException {
        return new NewSegmentsInMemory(FSDirectory.open(folder));
    }

    /** Whether it is time for a commit: what has no room here goes to files at once, and that is slow. */
    boolean isNearlyFull() {
        return ramBytesUsed() > NEARLY_FULL;
    }

    /**
     * Lucene opens the files of stored fields before it knows of what size they will be, and so would not keep them here. There are no
     * stored fields in these documents: the files are empty.
     */
    @Override
    protected boolean doCacheWrite(String name, IOContext context) {
        return isUnsized(name, context) || super.doCacheWrite(name, context);
    }

    private static boolean isUnsized(String name, IOContext context) {
        return context.equals(IOContext.DEFAULT)
                && IndexFileNames.parseSegmentName(name).startsWith("_");
    }
}
