package org.healthsphere.node.ingest;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import org.healthsphere.specs.Bytes;

/** One key for all, and a memory of whom and what was ended. */
public final class TestDayKeys implements DayKeys {
    private final AesSeal seal = new AesSeal(new SecretKeySpec(new byte[32], "AES"), new SecureRandom());
    private final Set<String> erased = new HashSet<>();
    private LocalDate first = LocalDate.MIN;

    @Override
    public Bytes close(Bytes plain, LocalDate day, List<String> patients) {
        var context = day + " " + String.join(" ", patients);
        var about = Bytes.utf8(context + "\n").array();
        var closed = seal.seal(plain, context).array();
        var whole = new byte[about.length + closed.length];
        System.arraycopy(about, 0, whole, 0, about.length);
        System.arraycopy(closed, 0, whole, about.length, closed.length);
        return Bytes.of(whole);
    }

    @Override
    public Optional<Bytes> open(Bytes closed) {
        var text = new String(closed.array(), StandardCharsets.ISO_8859_1);
        var end = text.indexOf('\n');
        var context = text.substring(0, end);
        var parts = List.of(context.split(" ", -1));
        if (LocalDate.parse(parts.getFirst()).isBefore(first) || parts.stream().anyMatch(erased::contains)) {
            return Optional.empty();
        }
        var sealed = Arrays.copyOfRange(closed.array(), end + 1, closed.length());
        return Optional.of(seal.open(Bytes.of(sealed), context));
    }

    @Override
    public void endBefore(LocalDate day) {
        first = day;
    }

    /** As an erasure of this patient does it. */
    public void erase(String patient) {
        erased.add(patient);
    }
}
