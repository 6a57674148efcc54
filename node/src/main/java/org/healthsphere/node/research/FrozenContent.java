package org.healthsphere.node.research;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.healthsphere.federation.research.cohort.Kind;
import org.healthsphere.federation.research.cohort.PatientFacts;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Sha256;

/**
 * A digest of what is in a frozen table: the same facts of the same patients come to the same one, in whatever order they were read. By itself it
 * would tell whoever knows all others whether one is in it; so it does not leave the hospital but under a key.
 */
final class FrozenContent {
    private final PermittedFacts facts;
    private Optional<Sha256> known = Optional.empty();

    FrozenContent(PermittedFacts facts) {
        this.facts = facts;
    }

    /** Worked out once. */
    synchronized Sha256 digest() {
        var digest = known.orElseGet(this::worked);
        known = Optional.of(digest);
        return digest;
    }

    /** Patients stand in the order of their ids. */
    private Sha256 worked() {
        var kinds = facts.kinds().stream().map(FrozenContent::spelled).toList();
        var ids = facts.ids();
        var digest = begun();
        for (var number = 0; number < ids.size(); number++) {
            digest.update(Sha256.of(ids.get(number)).bytes());
            digest.update(patient(facts.patient(number), kinds));
        }
        return new Sha256(HexFormat.of().formatHex(digest.digest()));
    }

    private static byte[] patient(PatientFacts patient, List<Sha256> kinds) {
        var spelled = new byte[patient.facts()][];
        for (var fact = 0; fact < spelled.length; fact++) {
            spelled[fact] = fact(patient, fact, kinds);
        }
        Arrays.sort(spelled, Arrays::compare);
        var digest = begun();
        digest.update(Bytes.utf8(patient.sex() + "|" + patient.bornEarliest() + "|" + patient.bornLatest() + "|"
                        + patient.deceased() + "|"
                        + patient.regions().stream().sorted().toList())
                .array());
        for (var one : spelled) {
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(one.length).array());
            digest.update(one);
        }
        return digest.digest();
    }

    private static byte[] fact(PatientFacts patient, int fact, List<Sha256> kinds) {
        var measured = patient.measured(fact)
                .map(value -> Bytes.utf8(value.value() + "|" + value.bound() + "|" + value.unit())
                        .array())
                .orElse(new byte[0]);
        var kind = kinds.get(patient.kind(fact)).bytes();
        return ByteBuffer.allocate(kind.length + 2 * (Integer.BYTES + Long.BYTES) + measured.length)
                .put(kind)
                .putInt(patient.earliest(fact))
                .putInt(patient.latest(fact))
                .putLong(patient.record(fact))
                .putLong(patient.during(fact))
                .put(measured)
                .array();
    }

    private static Sha256 spelled(Kind kind) {
        var traits = kind.traits();
        return Sha256.of(String.join(
                "\n\n",
                kind.type().resourceType(),
                spelled(kind.codes()),
                traits.status(),
                spelled(traits.values()),
                Boolean.toString(traits.abnormal())));
    }

    private static String spelled(Set<Coding> codes) {
        return codes.stream().map(Coding::toString).sorted().collect(Collectors.joining("\n"));
    }

    private static MessageDigest begun() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
