package org.healthsphere.node.store.ignite;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.cache.CacheException;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.Ignition;
import org.apache.ignite.cache.CacheAtomicityMode;
import org.apache.ignite.cache.CacheWriteSynchronizationMode;
import org.apache.ignite.cache.affinity.rendezvous.RendezvousAffinityFunction;
import org.apache.ignite.cluster.ClusterState;
import org.apache.ignite.configuration.CacheConfiguration;
import org.apache.ignite.configuration.DataRegionConfiguration;
import org.apache.ignite.configuration.DataStorageConfiguration;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.apache.ignite.configuration.SystemDataRegionConfiguration;
import org.apache.ignite.configuration.WALMode;
import org.apache.ignite.failure.FailureContext;
import org.apache.ignite.spi.communication.tcp.TcpCommunicationSpi;
import org.apache.ignite.spi.discovery.isolated.IsolatedDiscoverySpi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An Ignite server in this process, for one store alone: it looks for no other and can be reached by none.
 *
 * <p>Every put is on the disk before it returns ({@link WALMode#FSYNC}). What one node does not need is left out: SQL, REST,
 * thin clients, peer class loading, beans, and all but a few threads.
 */
final class Engine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final int PARTITIONS = 32;
    private static final int QUEUE = 1_024;
    private static final int SEGMENT_BYTES = 16 << 20;
    private static final int SEGMENTS = 4;
    private static final int ATTEMPTS = 100;
    private static final long PAUSE_NANOS = 20_000_000;

    private final Ignite ignite;
    private final AtomicBoolean failed;

    private Engine(Ignite ignite, AtomicBoolean failed) {
        this.ignite = ignite;
        this.failed = failed;
    }

    static Engine start(IgniteSettings settings) {
        quiet();
        var failed = new AtomicBoolean();
        var ignite = Ignition.start(
                configuration(settings).setFailureHandler((_, failure) -> noteFailure(settings, failure, failed)));
        ignite.cluster().state(ClusterState.ACTIVE);
        return new Engine(ignite, failed);
    }

    /** What is opened over an engine, which is ended again when that does not come about. */
    static <T> T under(IgniteSettings settings, Function<Engine, T> opening) {
        var engine = start(settings);
        try {
            return opening.apply(engine);
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    /** Whether Ignite has given up; the process lives on, the store does not. */
    boolean failed() {
        return failed.get();
    }

    /** A cache in which a single put is atomic, and a batch is not. */
    <K, V> IgniteCache<K, V> cache(String name) {
        return made(configuration(name));
    }

    /** A cache that shares its partitions with others of its group: cheap to have many. */
    <K, V> IgniteCache<K, V> cache(String name, String group) {
        return made(Engine.<K, V>configuration(name).setGroupName(group));
    }

    /** Ignite says that it is active a moment before it knows it everywhere, and until then it refuses to make a cache. */
    private <K, V> IgniteCache<K, V> made(CacheConfiguration<K, V> configuration) {
        for (var attempt = 1; ; attempt++) {
            try {
                return ignite.getOrCreateCache(configuration);
            } catch (CacheException e) {
                if (attempt == ATTEMPTS || failed()) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    Stream<String> cacheNames() {
        return ignite.cacheNames().stream();
    }

    private static <K, V> CacheConfiguration<K, V> configuration(String cache) {
        return new CacheConfiguration<K, V>(cache)
                .setAtomicityMode(CacheAtomicityMode.ATOMIC)
                .setWriteSynchronizationMode(CacheWriteSynchronizationMode.FULL_SYNC)
                .setAffinity(new RendezvousAffinityFunction(false, PARTITIONS));
    }

    @Override
    public void close() {
        ignite.close();
    }

    /** Ignite takes these from nowhere but system properties. */
    private static void quiet() {
        System.setProperty("IGNITE_UPDATE_NOTIFIER", "false");
        System.setProperty("IGNITE_NO_ASCII", "true");
        System.setProperty("IGNITE_PERFORMANCE_SUGGESTIONS_DISABLED", "true");
        // Keys and values stay out of its messages.
        System.setProperty("IGNITE_TO_STRING_INCLUDE_SENSITIVE", "false");
    }

    private static boolean noteFailure(IgniteSettings settings, FailureContext failure, AtomicBoolean failed) {
        failed.set(true);
        LOG.error("store {} is unavailable until it is opened again: {}", settings.name(), failure.type());
        return true;
    }

    private static IgniteConfiguration configuration(IgniteSettings settings) {
        return new IgniteConfiguration()
                .setIgniteInstanceName(settings.name())
                .setConsistentId("store")
                .setWorkDirectory(settings.directory().toAbsolutePath().toString())
                .setLocalHost("127.0.0.1")
                .setDiscoverySpi(new IsolatedDiscoverySpi())
                .setCommunicationSpi(new TcpCommunicationSpi().setMessageQueueLimit(QUEUE))
                .setClientConnectorConfiguration(null)
                .setConnectorConfiguration(null)
                .setPeerClassLoadingEnabled(false)
                .setGridLogger(new Warnings(LoggerFactory.getLogger("org.apache.ignite")))
                .setMetricsLogFrequency(0)
                .setDataStorageConfiguration(storage(settings))
                .setStripedPoolSize(2)
                .setPublicThreadPoolSize(1)
                .setSystemThreadPoolSize(2)
                .setServiceThreadPoolSize(1)
                .setManagementThreadPoolSize(1)
                .setAsyncCallbackPoolSize(1)
                .setDataStreamerThreadPoolSize(1)
                .setUtilityCachePoolSize(1)
                .setQueryThreadPoolSize(1)
                .setBuildIndexThreadPoolSize(1)
                .setSnapshotThreadPoolSize(1)
                .setRebalanceThreadPoolSize(1);
    }

    private static DataStorageConfiguration storage(IgniteSettings settings) {
        var wal = settings.directory().resolve("wal").toAbsolutePath().toString();
        return new DataStorageConfiguration()
                .setStoragePath(
                        settings.directory().resolve("pages").toAbsolutePath().toString())
                // The same folder for both: segments are not copied a second time when they are full.
                .setWalPath(wal)
                .setWalArchivePath(wal)
                .setWalMode(WALMode.FSYNC)
                .setWalSegmentSize(SEGMENT_BYTES)
                .setWalSegments(SEGMENTS)
                .setMaxWalArchiveSize(SEGMENTS * (long) SEGMENT_BYTES)
                .setSystemDataRegionConfiguration(new SystemDataRegionConfiguration()
                        .setInitialSize(10 << 20)
                        .setMaxSize(32 << 20))
                .setDefaultDataRegionConfiguration(new DataRegionConfiguration()
                        .setName("resources")
                        .setPersistenceEnabled(true)
                        .setInitialSize(16 << 20)
                        .setMaxSize(settings.memoryBytes())
                        .setCheckpointPageBufferSize(settings.memoryBytes() / 4));
    }
}
