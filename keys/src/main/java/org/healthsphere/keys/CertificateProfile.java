package org.healthsphere.keys;

import java.util.List;
import java.util.regex.Pattern;
import org.healthsphere.specs.NodeId;

/**
 * What a certificate is for, and whom it names: the common name and organization of its subject (RFC 5280).
 *
 * <p>Subjects name machines and hospitals, never people: certificates are copied to every member.
 */
public sealed interface CertificateProfile {
    String commonName();

    String organization();

    /** A member's signing leaf: envelopes, receipts. Usage documentSigning (RFC 9336). */
    record Member(NodeId member, String organization) implements CertificateProfile {
        public Member {
            requireName(organization);
        }

        @Override
        public String commonName() {
            return member.value();
        }

        /** What the member is called in signed statements to others (UDAP): its alternative name. */
        public String uri() {
            return "urn:healthsphere:member:" + member.value();
        }
    }

    /**
     * A leaf for both ends of TLS. A member's has its NodeId as common name.
     *
     * @param hosts what it may be reached as: DNS names and IP addresses
     */
    record Tls(String commonName, String organization, List<String> hosts) implements CertificateProfile {
        private static final Pattern HOST = Pattern.compile("[0-9A-Za-z:._*-]{1,253}");

        public Tls {
            requireName(commonName);
            requireName(organization);
            hosts = List.copyOf(hosts);
            if (hosts.isEmpty() || !hosts.stream().allMatch(h -> HOST.matcher(h).matches())) {
                throw new IllegalArgumentException("a TLS certificate names its hosts: DNS names or IP addresses");
            }
        }
    }

    /** A leaf of a Fabric membership service provider with NodeOUs: the role is the organizational unit. */
    record Msp(String commonName, String organization, MspRole role) implements CertificateProfile {
        public Msp {
            requireName(commonName);
            requireName(organization);
        }
    }

    /** The roles that Fabric's NodeOUs know. */
    enum MspRole {
        PEER,
        ORDERER,
        ADMIN,
        CLIENT
    }

    private static void requireName(String name) {
        if (name.isBlank() || name.length() > 64) {
            throw new IllegalArgumentException("a name in a subject has 1 to 64 characters (RFC 5280, appendix A.1)");
        }
    }
}
