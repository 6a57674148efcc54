package org.healthsphere.federation.research.tokens;

import java.security.GeneralSecurityException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.healthsphere.federation.research.plan.StudyPlan;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Sha256;

/**
 * Who holds the key of a study's tokens together. Other members, or another study, are another key.
 *
 * @param members in the order in which all count them
 * @param threshold how many of them answer together
 */
record TokenRoster(Sha256 plan, List<NodeId> members, int threshold) {
    private static final String HMAC = "HmacSHA256";

    TokenRoster {
        members = List.copyOf(members);
    }

    static TokenRoster of(StudyPlan plan, Collection<NodeId> members) {
        var sorted = members.stream()
                .distinct()
                .sorted(Comparator.comparing(NodeId::value))
                .toList();
        var size = sorted.size();
        return new TokenRoster(
                plan.hash(),
                sorted,
                Math.max(size / 2 + 1, Math.min(size, plan.safety().terms().quorum())));
    }

    boolean includes(NodeId... all) {
        return new HashSet<>(members).containsAll(List.of(all));
    }

    /** Holders are counted from 1. */
    int number(NodeId member) {
        return members.indexOf(member) + 1;
    }

    /** What a member deals by: it follows from a secret of its own, so that nothing need be kept. */
    Bytes seed(Bytes secret) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret.array(), HMAC));
            return Bytes.of(
                    mac.doFinal(Bytes.utf8("tokens of a study|" + this.text()).array()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }

    private String text() {
        return plan + "|" + threshold + "|"
                + members.stream().map(NodeId::value).collect(Collectors.joining(","));
    }
}
