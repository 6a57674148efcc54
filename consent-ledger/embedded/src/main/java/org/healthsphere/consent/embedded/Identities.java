package org.healthsphere.consent.embedded;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import org.healthsphere.keys.CertificateProfile.MspRole;
import org.healthsphere.keys.Pem;
import org.healthsphere.specs.Outcome;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;

/**
 * Who somebody is on the ledger: a certificate that an authority issued directly, whose common name is his organization and whose
 * organizational unit is his role there.
 */
final class Identities {
    private static final int MOST_KEPT = 10_000;
    private static final int DIGITAL_SIGNATURE = 0;

    private final Function<String, List<X509Certificate>> authorities;
    private final Map<String, List<X509CRL>> revoked;
    private final Map<ByteString, Identity> known = new ConcurrentHashMap<>();

    Identities(List<X509Certificate> authorities) {
        var same = List.copyOf(authorities);
        this.authorities = _ -> same;
        this.revoked = Map.of();
    }

    /**
     * Every organization has authorities of its own.
     *
     * @param revoked what each of them took back, whenever that was: nobody here speaks for an earlier moment
     */
    Identities(Map<String, List<X509Certificate>> authorities, Map<String, List<X509CRL>> revoked) {
        var each = Map.copyOf(authorities);
        this.authorities = organization -> each.getOrDefault(organization, List.of());
        this.revoked = Map.copyOf(revoked);
    }

    record Identity(String organization, MspRole role, X509Certificate certificate) {
        boolean isCurrent(Instant moment) {
            return !moment.isBefore(certificate.getNotBefore().toInstant())
                    && !moment.isAfter(certificate.getNotAfter().toInstant());
        }

        boolean signed(ByteString signature, ByteString... parts) {
            try {
                var verifier = Signature.getInstance("SHA256withECDSA");
                verifier.initVerify(certificate.getPublicKey());
                for (var part : parts) {
                    verifier.update(part.asReadOnlyByteBuffer());
                }
                return verifier.verify(signature.toByteArray());
            } catch (GeneralSecurityException _) {
                return false;
            }
        }
    }

    /** The identity in these bytes, if an authority vouches for it and it is current then. */
    Optional<Identity> identity(ByteString serialized, Instant moment) {
        var found = known.get(serialized);
        if (found == null) {
            var read = read(serialized);
            read.ifPresent(identity -> keep(serialized, identity));
            return read.filter(identity -> identity.isCurrent(moment));
        }
        return Optional.of(found).filter(identity -> identity.isCurrent(moment));
    }

    private void keep(ByteString serialized, Identity identity) {
        if (known.size() >= MOST_KEPT) {
            known.clear();
        }
        known.put(serialized, identity);
    }

    private Optional<Identity> read(ByteString serialized) {
        try {
            var parsed = SerializedIdentity.parseFrom(serialized);
            return Pem.certificates(parsed.getIdBytes().toString(StandardCharsets.US_ASCII))
                            instanceof Outcome.Success<List<X509Certificate>>(var chain)
                    ? identity(parsed.getMspid(), chain)
                    : Optional.empty();
        } catch (InvalidProtocolBufferException _) {
            return Optional.empty();
        }
    }

    private Optional<Identity> identity(String organization, List<X509Certificate> chain) {
        var leaf = chain.getFirst();
        var usage = leaf.getKeyUsage();
        var fit = chain.size() == 1 && leaf.getBasicConstraints() < 0 && usage != null && usage[DIGITAL_SIGNATURE];
        return fit
                        && isIssued(organization, leaf)
                        && revoked.getOrDefault(organization, List.of()).stream()
                                .noneMatch(list -> list.isRevoked(leaf))
                        && organization.equals(attribute(leaf, "CN").orElse(""))
                ? attribute(leaf, "OU").flatMap(Identities::role).map(role -> new Identity(organization, role, leaf))
                : Optional.empty();
    }

    private boolean isIssued(String organization, X509Certificate leaf) {
        return authorities.apply(organization).stream().anyMatch(authority -> {
            try {
                leaf.verify(authority.getPublicKey());
                return leaf.getIssuerX500Principal().equals(authority.getSubjectX500Principal());
            } catch (GeneralSecurityException _) {
                return false;
            }
        });
    }

    /** Whether a current list of its authority does not have it; no list of that authority, no answer. */
    static boolean stands(X509Certificate leaf, List<X509CRL> lists, Instant moment) {
        return lists.stream()
                .filter(list -> list.getIssuerX500Principal().equals(leaf.getIssuerX500Principal()))
                .anyMatch(list -> list.getNextUpdate() != null
                        && !moment.isAfter(list.getNextUpdate().toInstant())
                        && !list.isRevoked(leaf));
    }

    private static Optional<MspRole> role(String unit) {
        return List.of(MspRole.values()).stream()
                .filter(role -> role.name().toLowerCase(Locale.ROOT).equals(unit))
                .findFirst();
    }

    private static Optional<String> attribute(X509Certificate leaf, String type) {
        try {
            var values = new LdapName(leaf.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(rdn -> rdn.getType().equalsIgnoreCase(type))
                            .map(rdn -> rdn.getValue().toString())
                            .toList();
            return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
        } catch (InvalidNameException _) {
            return Optional.empty();
        }
    }
}
