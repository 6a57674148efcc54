package org.healthsphere.node.release;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.healthsphere.keys.CertificateAuthority;
import org.healthsphere.keys.bc.BcCertificateRequests;
import org.healthsphere.keys.bc.CertificateAuthorities;
import org.healthsphere.keys.bc.Founding;
import org.healthsphere.keys.identity.Applicant;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.specs.NodeId;

/** Members of one network, made once: their keys take time. */
public final class Identities {
    private static final Duration LIFE = Duration.ofDays(30);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final CertificateAuthority AUTHORITY = new CertificateAuthorities(InstantSource.system(), RANDOM)
            .inMemory(new Founding("ca.network", "network", Duration.ofDays(365)));
    private static final Map<String, MemberIdentity> MEMBERS = new ConcurrentHashMap<>();

    private Identities() {}

    public static MemberIdentity of(String id) {
        return MEMBERS.computeIfAbsent(id, Identities::made);
    }

    private static MemberIdentity made(String id) {
        var applicant = Applicant.create(new NodeId(id), "Hospital " + id, List.of("localhost"), RANDOM);
        var requests = new BcCertificateRequests();
        var signing = AUTHORITY.issue(applicant.signingProfile(), applicant.signingRequest(requests), LIFE);
        var tls = AUTHORITY.issue(applicant.tlsProfile(), applicant.tlsRequest(requests), LIFE);
        return applicant
                .admitted(signing.orElseThrow(), tls.orElseThrow(), AUTHORITY.certificate())
                .orElseThrow();
    }
}
