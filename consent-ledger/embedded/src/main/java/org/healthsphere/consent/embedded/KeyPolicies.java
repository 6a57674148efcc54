package org.healthsphere.consent.embedded;

import com.google.protobuf.ByteString;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What becomes of the contract's word on who must endorse a change of a key. */
interface KeyPolicies {
    ByteString anyOne(Set<String> members);

    /** Nothing: as for any other key. */
    Optional<ByteString> custodianAndOneMore(String custodian, Set<String> members);

    /** These endorsers stand for all members, and for a custodian where it is one of them. */
    static KeyPolicies of(Collection<String> endorsers) {
        return new KeyPolicies() {
            @Override
            public ByteString anyOne(Set<String> members) {
                return Policies.outOf(1, endorsers);
            }

            @Override
            public Optional<ByteString> custodianAndOneMore(String custodian, Set<String> members) {
                return endorsers.contains(custodian)
                        ? Optional.of(Policies.oneAndAnother(custodian, others(custodian, endorsers)))
                        : Optional.empty();
            }
        };
    }

    /** Every member endorses for itself, as on a Fabric network. */
    static KeyPolicies byMembers() {
        return new KeyPolicies() {
            @Override
            public ByteString anyOne(Set<String> members) {
                return Policies.outOf(1, members);
            }

            @Override
            public Optional<ByteString> custodianAndOneMore(String custodian, Set<String> members) {
                return Optional.of(Policies.oneAndAnother(custodian, others(custodian, members)));
            }
        };
    }

    private static List<String> others(String custodian, Collection<String> organizations) {
        return organizations.stream().filter(o -> !o.equals(custodian)).toList();
    }
}
