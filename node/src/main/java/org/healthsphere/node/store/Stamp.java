package org.healthsphere.node.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.healthsphere.specs.Bytes;

/** Writes what the server says about a resource into its bytes: {@code id} and {@code meta}. Every other byte stays. */
public final class Stamp {
    private static final byte[] RESOURCE_TYPE = "\"resourceType\"".getBytes(UTF_8);
    private static final byte[] ID = "\"id\"".getBytes(UTF_8);
    private static final byte[] META = "\"meta\"".getBytes(UTF_8);
    private static final byte[] VERSION_ID = "\"versionId\"".getBytes(UTF_8);
    private static final byte[] LAST_UPDATED = "\"lastUpdated\"".getBytes(UTF_8);

    private final byte[] json;
    private final ByteArrayOutputStream out;

    private Stamp(byte[] json) {
        this.json = json;
        this.out = new ByteArrayOutputStream(json.length + 160);
    }

    /** The finest time that is kept: FHIR's instants are served in milliseconds. */
    public static Instant time(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS);
    }

    /** The resource as it is stored and served: without white space, its type, id and meta first. */
    public static Bytes on(Bytes resource, ResourceId id, long version, Instant lastUpdated) {
        return new Stamp(JsonMembers.compact(resource.array())).stamped(id, version, lastUpdated);
    }

    private Bytes stamped(ResourceId id, long version, Instant lastUpdated) {
        ascii("{\"resourceType\":\"" + id.type() + "\",\"id\":\"" + id.id() + "\",\"meta\":{\"versionId\":\"" + version
                + "\",\"lastUpdated\":\"" + time(lastUpdated) + '"');
        JsonMembers.of(json, 0, this::keepOfMeta);
        out.write('}');
        JsonMembers.of(json, 0, this::keep);
        out.write('}');
        return Bytes.of(out.toByteArray());
    }

    private void keepOfMeta(int name, int nameEnd, int value, int valueEnd) {
        if (is(META, name, nameEnd)) {
            JsonMembers.of(json, value, (n, nEnd, _, vEnd) -> {
                if (!is(VERSION_ID, n, nEnd) && !is(LAST_UPDATED, n, nEnd)) {
                    member(n, vEnd);
                }
            });
        }
    }

    private void keep(int name, int nameEnd, int value, int valueEnd) {
        if (!is(RESOURCE_TYPE, name, nameEnd) && !is(ID, name, nameEnd) && !is(META, name, nameEnd)) {
            member(name, valueEnd);
        }
    }

    private void member(int start, int end) {
        out.write(',');
        out.write(json, start, end - start);
    }

    private boolean is(byte[] name, int start, int end) {
        return Arrays.equals(json, start, end, name, 0, name.length);
    }

    private void ascii(String text) {
        out.writeBytes(text.getBytes(UTF_8));
    }
}
