package org.healthsphere.federation.research;

import java.security.SecureRandom;
import java.time.InstantSource;
import org.healthsphere.keys.Signer;
import org.healthsphere.specs.NodeId;

/**
 * This node, as it takes part in studies.
 *
 * @param signer signs as this member
 * @param members whom it believes
 */
public record StudyMember(NodeId id, Signer signer, MemberKeys members, InstantSource clock, SecureRandom random) {}
