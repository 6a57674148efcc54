package org.healthsphere.node.doctor;

import static org.healthsphere.node.doctor.Finding.bad;
import static org.healthsphere.node.doctor.Finding.good;
import static org.healthsphere.node.doctor.Finding.warning;

import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * The machine and the JVM.
 *
 * @param java the feature version of the JDK
 * @param heap bytes that a JVM takes here at most when nobody says otherwise
 * @param memory bytes of the machine, or of what it is confined to
 */
record Machine(int java, long heap, long memory) {
    private static final int JAVA = 25;
    private static final long MIB = 1 << 20;
    private static final long LEAST_HEAP = 512 * MIB;
    private static final long GOOD_MEMORY = 4096 * MIB;

    static Machine here() {
        var system = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
        return new Machine(Runtime.version().feature(), Runtime.getRuntime().maxMemory(), system.getTotalMemorySize());
    }

    List<Finding> findings() {
        return List.of(java(java), heap(heap / MIB), memory(memory / MIB));
    }

    private static Finding java(int version) {
        return version >= JAVA
                ? good("java", "Java " + version)
                : bad("java", "Java " + version + " is too old", "install a JDK " + JAVA + " and set JAVA_HOME to it");
    }

    private static Finding heap(long mebibytes) {
        return mebibytes >= LEAST_HEAP / MIB
                ? good("memory.heap", mebibytes + " MiB of heap")
                : bad(
                        "memory.heap",
                        "%d MiB of heap are too little for store and index".formatted(mebibytes),
                        "start with a larger heap: JAVA_TOOL_OPTIONS=-Xmx1g");
    }

    private static Finding memory(long mebibytes) {
        return mebibytes >= GOOD_MEMORY / MIB
                ? good("memory.machine", mebibytes + " MiB of memory")
                : warning(
                        "memory.machine",
                        "%d MiB of memory leave little for the cache of files".formatted(mebibytes),
                        "give the machine 4 GiB or more");
    }
}
