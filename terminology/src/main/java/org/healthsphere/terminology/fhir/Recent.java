package org.healthsphere.terminology.fhir;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was made lately and may be wanted again. Holds so many things at most: those of two generations, of which the older one is
 * forgotten when the younger one is full. What is asked for stays.
 */
final class Recent<K, V> {
    private final int most;
    private volatile Map<K, V> young = new ConcurrentHashMap<>();
    private volatile Map<K, V> old = Map.of();

    /**
     * Nothing yet.
     *
     * @param most how many things there are at most
     */
    Recent(int most) {
        this.most = most / 2;
    }

    Optional<V> find(K key) {
        var found = young.get(key);
        if (found != null) {
            return Optional.of(found);
        }
        var older = Optional.ofNullable(old.get(key));
        older.ifPresent(value -> put(key, value));
        return older;
    }

    void put(K key, V value) {
        if (young.size() >= most) {
            turn();
        }
        young.put(key, value);
    }

    private synchronized void turn() {
        if (young.size() >= most) {
            old = young;
            young = new ConcurrentHashMap<>();
        }
    }
}
